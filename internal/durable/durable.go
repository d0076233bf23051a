// Package durable writes files that took long to make. Under its own name a file is there whole or not at all, whatever
// befalls the program or the machine meanwhile, and once it is written it stays.
package durable

import (
	"errors"
	"fmt"
	"io/fs"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
)

// WriteFile writes the content to the file at path, in place of what stood there. At every moment, even if the process is
// killed or the power fails, path names either the old file or the new one; when WriteFile has returned, the new one is
// on the disk. Programs that write the same file at once do no harm: the last one wins.
//
// The content goes to a new file in the same folder, from there to the disk, and only then takes the name. A process that
// is killed on the way leaves the new file behind, until [Remove] takes it away.
//
// What is there and no file, a folder or a device, is left alone: that is an error.
func WriteFile(path string, content []byte) error {
	fresh, err := create(path)
	if err != nil {
		return about(path, err)
	}
	_, err = fresh.Write(content)
	err = errors.Join(err, fresh.Sync(), fresh.Close())
	if err == nil {
		err = os.Rename(fresh.Name(), path)
	}
	if err != nil {
		os.Remove(fresh.Name())
		return about(path, err)
	}
	syncFolder(filepath.Dir(path))
	return nil
}

// Check tells why [WriteFile] could not write to path, or nil, and leaves everything as it is. Ask before the work that
// the file is to hold.
func Check(path string) error {
	fresh, err := create(path)
	if err != nil {
		return about(path, err)
	}
	return about(path, errors.Join(fresh.Close(), os.Remove(fresh.Name())))
}

// Remove removes the file at path, if it is there, and what killed processes have left of it.
func Remove(path string) error {
	folder := filepath.Dir(path)
	entries, _ := os.ReadDir(folder)
	for _, entry := range entries {
		if isNew(entry.Name(), filepath.Base(path)) {
			os.Remove(filepath.Join(folder, entry.Name()))
		}
	}
	if err := os.Remove(path); !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	return nil
}

var errNoFile = errors.New("something stands there that is not a file")

// create opens the new file that is to replace the one at path, with the rights that any new file gets.
func create(path string) (*os.File, error) {
	if info, err := os.Stat(path); err == nil && !info.Mode().IsRegular() {
		return nil, errNoFile
	}
	return os.OpenFile(newName(path), os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o666)
}

// newName is the name of a new file that is to be called name: the same with eight random digits and an end.
func newName(name string) string { return fmt.Sprintf("%s.%08x.new", name, rand.Uint32()) }

// isNew reports whether a name is a newName of the other one.
func isNew(name, of string) bool {
	return len(name) == len(newName(of)) && strings.HasPrefix(name, of+".") && strings.HasSuffix(name, ".new")
}

// about says of an error that it was in writing to path, and leaves out the name of the new file, which nobody knows.
func about(path string, err error) error {
	if err == nil {
		return nil
	}
	if cause := new(fs.PathError); errors.As(err, &cause) {
		err = cause.Err
	} else if cause := new(os.LinkError); errors.As(err, &cause) {
		err = cause.Err
	}
	return &fs.PathError{Op: "write", Path: path, Err: err}
}

// syncFolder puts the names in a folder on the disk. Until then a power failure may bring the old file back, which
// matters where something else was removed because the new one was there. Not every system can do it, and the file is
// whole in any case: an error is no reason to fail.
func syncFolder(folder string) {
	if f, err := os.Open(folder); err == nil {
		f.Sync()
		f.Close()
	}
}
