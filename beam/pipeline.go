package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/apache/beam/sdks/v2/go/pkg/beam"
	"github.com/apache/beam/sdks/v2/go/pkg/beam/io/fileio"
	"github.com/apache/beam/sdks/v2/go/pkg/beam/register"

	"aloud/batch"
	"aloud/picture"
	"aloud/reader"
)

func init() {
	register.DoFn2x2[context.Context, fileio.ReadableFile, string, error](&readFn{})
	register.Function1x1(withoutEnd)
}

// readPictures adds the reading of all files that the patterns match, and returns a record for each, as a line of JSON
// without its end, in no order. A pattern that matches nothing is an error of the run, unless it has a wildcard.
func readPictures(s beam.Scope, patterns []string, patience time.Duration) beam.PCollection {
	s = s.Scope("read pictures")
	var all []beam.PCollection
	for _, pattern := range patterns {
		all = append(all, fileio.MatchFiles(s, pattern, fileio.MatchEmptyAllowIfWildcard()))
	}
	files := beam.Reshuffle(s, beam.Flatten(s, all...)) // else who has found the files would read them all
	return beam.ParDo(s, &readFn{Patience: patience}, fileio.ReadMatches(s, files, fileio.ReadUncompressed()))
}

// readFn reads one picture. Whatever goes wrong with it becomes a record that says so: an error here would have the runner
// try the whole bundle again, and give up in the end.
type readFn struct {
	Patience time.Duration // that a picture is given

	reader *reader.Reader // one for a worker, shared by its goroutines
}

// Setup is called once for a worker.
func (f *readFn) Setup() (err error) {
	f.reader, err = reader.New()
	return err
}

// ProcessElement returns the record. The error is that of the pipeline's end alone.
func (f *readFn) ProcessElement(ctx context.Context, file fileio.ReadableFile) (string, error) {
	record := batch.Record{File: file.Metadata.Path}
	reading, err := f.read(ctx, file)
	if ctx.Err() != nil {
		return "", ctx.Err()
	}
	if record.Reading = reading; err != nil {
		record.Error = err.Error()
		record.Reading = reader.Reading{Numbers: []reader.Number{}}
	}
	line, err := batch.Line(record)
	return withoutEnd(string(line)), err
}

// read opens and reads a picture. A panic of a decoder or of ours is an error of this picture.
func (f *readFn) read(ctx context.Context, file fileio.ReadableFile) (reading reader.Reading, err error) {
	defer func() {
		if trouble := recover(); trouble != nil {
			err = fmt.Errorf("it cannot be read: %v", trouble)
		}
	}()
	data, err := content(ctx, file)
	if err != nil {
		return reading, err
	}
	img, err := picture.Decode(bytes.NewReader(data))
	if err != nil {
		return reading, err
	}
	ctx, cancel := context.WithTimeout(ctx, f.Patience)
	defer cancel()
	if reading, err = f.reader.Read(ctx, img); errors.Is(err, context.DeadlineExceeded) {
		err = fmt.Errorf("reading took longer than %v", f.Patience)
	}
	return reading, err
}

// content is what a file holds, no more than a picture may have.
func content(ctx context.Context, file fileio.ReadableFile) ([]byte, error) {
	opened, err := file.Open(ctx)
	if err != nil {
		return nil, err
	}
	defer opened.Close()
	return io.ReadAll(io.LimitReader(opened, picture.MaxBytes+1)) // the decoder tells of one too many
}

// withoutEnd is a line without its end, which the writer of lines adds.
func withoutEnd(line string) string { return strings.TrimSuffix(line, "\n") }
