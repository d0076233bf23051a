package main

import (
	"context"
	"fmt"
	"hash/fnv"
	"image"
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
	register.Function1x1(partOf)
}

// readPictures adds the reading of all files that the patterns match, and returns a record for each, as a line of JSON
// without its end, in no order. A pattern that matches nothing is an error of the run, unless it has a wildcard.
func readPictures(s beam.Scope, patterns []string, patience time.Duration) beam.PCollection {
	s = s.Scope("read pictures")
	var all []beam.PCollection
	for _, pattern := range patterns {
		all = append(all, fileio.MatchFiles(s, pattern, fileio.MatchEmptyAllowIfWildcard()))
	}
	var records []beam.PCollection
	for _, files := range beam.Partition(s, parts, partOf, beam.Flatten(s, all...)) {
		files = beam.Reshuffle(s, files) // else who has found the files would read them all
		matches := fileio.ReadMatches(s, files, fileio.ReadUncompressed())
		records = append(records, beam.ParDo(s, &readFn{Patience: patience}, matches))
	}
	return beam.Flatten(s, records...)
}

// parts is in how many parts pictures are read, each by itself. Prism gives all pictures of a step to one goroutine, and has
// as many as eight at work; runners for many machines share out what is in a part anyhow.
const parts = 8

// partOf is the part that a file is in.
func partOf(file fileio.FileMetadata) int {
	hash := fnv.New32a()
	io.WriteString(hash, file.Path)
	return int(hash.Sum32() % parts)
}

// readFn reads one picture. Whatever goes wrong with it becomes a record that says so: an error here would have the runner
// try the whole bundle again, and give up in the end.
type readFn struct {
	Patience time.Duration // that a picture is given

	reader *reader.Reader // one for each part on a worker
}

// Setup is called once for a worker.
func (f *readFn) Setup() (err error) {
	f.reader, err = reader.New()
	return err
}

// ProcessElement returns the record. The error is that of the pipeline's end alone.
func (f *readFn) ProcessElement(ctx context.Context, file fileio.ReadableFile) (string, error) {
	path := file.Metadata.Path
	patient, cancel := context.WithTimeout(ctx, f.Patience)
	defer cancel()
	record, err := batch.ReadFrom(patient, f.reader, path, func() (image.Image, error) { return open(patient, file) })
	if ctx.Err() != nil {
		return "", ctx.Err()
	}
	if err != nil {
		record = batch.Failed(path, fmt.Errorf("%s: reading took longer than %v", path, f.Patience))
	}
	line, err := batch.Line(record)
	return withoutEnd(string(line)), err
}

// open decodes the picture in a file.
func open(ctx context.Context, file fileio.ReadableFile) (image.Image, error) {
	opened, err := file.Open(ctx)
	if err != nil {
		return nil, err
	}
	defer opened.Close()
	return picture.Decode(opened)
}

// withoutEnd is a line without its end, which the writer of lines adds.
func withoutEnd(line string) string { return strings.TrimSuffix(line, "\n") }
