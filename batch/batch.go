// Package batch reads many pictures: all those in a folder, on all cores, with a record for each, whatever befalls the
// others. The records go into a [Journal], which a run that was broken off, in whatever way, goes on with.
package batch

import (
	"context"
	"fmt"
	"image"
	"io/fs"
	"iter"
	"path/filepath"
	"slices"
	"strings"
	"sync"

	"aloud/picture"
	"aloud/reader"
)

// A Record is what came of one picture: as JSON, a line of a journal and what "aloud read --json" prints.
type Record struct {
	File  string `json:"file"`
	Error string `json:"error,omitempty"` // why it could not be read; then the rest is empty
	reader.Reading
}

// Read reads the picture in a file. Whatever goes wrong with the file stands in the record; the error is that of the
// context alone.
func Read(ctx context.Context, r *reader.Reader, file string) (Record, error) {
	return ReadFrom(ctx, r, file, func() (image.Image, error) { return picture.Open(file) })
}

// ReadFrom reads the picture that open gives, as [Read] does that of a file. A panic on the way, be it our mistake or a
// decoder's, is one more thing that goes wrong with this file alone.
func ReadFrom(ctx context.Context, r *reader.Reader, file string, open func() (image.Image, error)) (record Record, err error) {
	if err := ctx.Err(); err != nil {
		return Record{}, err
	}
	defer func() {
		if trouble := recover(); trouble != nil {
			record, err = Failed(file, fmt.Errorf("%s: reading it fails, which is a mistake of ours: %v", file, trouble)), nil
		}
	}()
	img, err := open()
	if err != nil {
		return Failed(file, err), nil
	}
	reading, err := r.Read(ctx, img)
	if err != nil {
		return Record{}, fmt.Errorf("%s: %w", file, err)
	}
	return Record{File: file, Reading: reading}, nil
}

// Failed is the record of a file that could not be read.
func Failed(file string, err error) Record {
	return Record{File: file, Error: err.Error(), Reading: reader.Reading{Numbers: []reader.Number{}}}
}

// endings are those of the files that are taken for pictures; another file is not opened.
var endings = []string{".jpg", ".jpeg", ".png", ".gif", ".bmp", ".tif", ".tiff", ".webp", ".heic", ".heif"}

// Files lists the pictures in a folder and the folders in it, in the order of their paths. Hidden folders and links are
// left alone, so that nothing outside the folder is ever read. A folder that cannot be listed is an error.
func Files(folder string) ([]string, error) {
	var files []string
	err := filepath.WalkDir(folder, func(path string, entry fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case entry.IsDir() && path != folder && strings.HasPrefix(entry.Name(), "."):
			return fs.SkipDir
		case entry.Type().IsRegular() && slices.Contains(endings, strings.ToLower(filepath.Ext(path))):
			files = append(files, path)
		}
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("batch: %w", err)
	}
	return files, nil
}

// Options say how pictures are read.
type Options struct {
	AtOnce  int  // pictures read at the same time, each with up to 150 MB of memory and more; at least 1
	Ordered bool // records come in the order of the files; or else as they are done
}

// All reads the pictures in the files. It ends early with the context's error, and when the caller breaks off.
func All(ctx context.Context, r *reader.Reader, files []string, o Options) iter.Seq2[Record, error] {
	read := func(ctx context.Context, file string) (Record, error) { return Read(ctx, r, file) }
	if o.Ordered {
		return ordered(ctx, files, o.AtOnce, read)
	}
	return unordered(ctx, files, o.AtOnce, read)
}

// A result is what comes of a file.
type result struct {
	record Record
	err    error
}

// ordered gives each file a channel for its result, and takes the results in the order of the files. So many are under
// way that a slow one holds up nobody for a while, and no more.
func ordered(ctx context.Context, files []string, atOnce int, read func(context.Context, string) (Record, error)) iter.Seq2[Record, error] {
	return func(yield func(Record, error) bool) {
		ctx, cancel := context.WithCancel(ctx)
		var workers sync.WaitGroup
		defer workers.Wait()
		defer cancel()
		turns := make(chan struct{}, atOnce)
		const ahead = 8 // results that may wait for an earlier one, for each picture read at once
		pending := make(chan chan result, ahead*atOnce)
		go func() {
			defer close(pending)
			for _, file := range files {
				done := make(chan result, 1)
				select {
				case pending <- done:
				case <-ctx.Done():
					return
				}
				workers.Go(func() {
					turns <- struct{}{}
					defer func() { <-turns }()
					record, err := read(ctx, file)
					done <- result{record, err}
				})
			}
		}()
		for done := range pending {
			r := <-done
			if !yield(r.record, r.err) || r.err != nil {
				return
			}
		}
		if err := ctx.Err(); err != nil {
			yield(Record{}, err)
		}
	}
}

// unordered takes the results as they come.
func unordered(ctx context.Context, files []string, atOnce int, read func(context.Context, string) (Record, error)) iter.Seq2[Record, error] {
	return func(yield func(Record, error) bool) {
		ctx, cancel := context.WithCancel(ctx)
		defer cancel()
		todo, results := make(chan string), make(chan result)
		go func() {
			defer close(todo)
			for _, file := range files {
				select {
				case todo <- file:
				case <-ctx.Done():
					return
				}
			}
		}()
		var workers sync.WaitGroup
		for range atOnce {
			workers.Go(func() {
				for file := range todo {
					record, err := read(ctx, file)
					results <- result{record, err}
				}
			})
		}
		go func() { workers.Wait(); close(results) }()
		over := false
		for r := range results { // to the end, so that every worker comes home
			if !over && (!yield(r.record, r.err) || r.err != nil) {
				over = true
				cancel()
			}
		}
		if err := ctx.Err(); err != nil && !over {
			yield(Record{}, err)
		}
	}
}
