package batch

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"time"
)

// A Journal is a file of records, one JSON object a line. It grows at its end alone: whatever breaks off a run, the
// records before are there, and a line that was not finished is taken back when the journal is opened again.
type Journal struct {
	file   *os.File
	synced time.Time
}

// syncEvery is how much work a power failure costs at worst.
const syncEvery = 2 * time.Second

// OpenJournal opens the journal in a file, or begins it, and returns the names of the files that it has a record of. A
// file that is something else is an error, and is left as it is.
func OpenJournal(path string) (*Journal, map[string]bool, error) {
	done, err := takeUp(path)
	if err != nil {
		return nil, nil, fmt.Errorf("batch: journal: %s: %w", path, err)
	}
	// Who opens a file so can only add to it: two runs at once repeat each other's work, and destroy none of it.
	file, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_APPEND, 0o666)
	if err != nil {
		return nil, nil, fmt.Errorf("batch: journal: %w", err)
	}
	return &Journal{file: file}, done, nil
}

// takeUp reads what a run before has left, and takes back a line that was not finished.
func takeUp(path string) (map[string]bool, error) {
	file, err := os.OpenFile(path, os.O_RDWR, 0)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	defer file.Close()
	done, end, err := records(file)
	if err == nil {
		err = file.Truncate(end)
	}
	return done, err
}

// records reads the records of a journal, and tells where the last whole line ends.
func records(r io.Reader) (done map[string]bool, end int64, err error) {
	done = map[string]bool{}
	lines := bufio.NewReader(r)
	for n := 1; ; n++ {
		line, err := lines.ReadBytes('\n')
		if err == io.EOF { // what is left is a line that was not finished, or nothing
			if n == 1 && len(line) > 0 && line[0] != '{' {
				return nil, 0, errors.New("not a journal of readings; name another file")
			}
			return done, end, nil
		}
		if err != nil {
			return nil, 0, err
		}
		var record struct{ File *string }
		if json.Unmarshal(line, &record) != nil || record.File == nil {
			return nil, 0, fmt.Errorf("line %d is no record of a reading; name another file", n)
		}
		done[*record.File] = true
		end += int64(len(line))
	}
}

// Add writes a record at the end.
func (j *Journal) Add(r Record) error {
	line, err := Line(r)
	if err != nil {
		return fmt.Errorf("batch: journal: %w", err)
	}
	if _, err := j.file.Write(line); err != nil {
		return fmt.Errorf("batch: journal: %w", err)
	}
	if time.Since(j.synced) < syncEvery {
		return nil
	}
	j.synced = time.Now()
	return j.file.Sync()
}

// Close finishes the journal.
func (j *Journal) Close() error { return errors.Join(j.file.Sync(), j.file.Close()) }

// Line is a record as a line of JSON.
func Line(r Record) ([]byte, error) {
	var line bytes.Buffer
	encoder := json.NewEncoder(&line)
	encoder.SetEscapeHTML(false) // "&" in the name of a file stays "&"
	err := encoder.Encode(r)
	return line.Bytes(), err
}
