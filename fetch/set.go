package fetch

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
)

// Variable is the environment variable that names the user's data folder.
const Variable = "ALOUD_DATA"

// A Set is some files that belong together. A data folder holds one folder a set, called by the set's name; a folder
// that holds the files of a set directly serves as well.
type Set struct {
	Name  string
	Files []File
}

// Find looks for a folder that holds every file of the set but the optional ones: in the data folder that the user
// named (data, empty for none), then in that of [Variable], then in the user's cache. A file counts that is there: that
// it is also undamaged, whoever reads it finds out.
func (s Set) Find(data string) (folder string, ok bool) {
	cache, _ := Cache()
	for _, root := range []string{data, os.Getenv(Variable), cache} {
		if folder, ok := s.In(root); ok && root != "" {
			return folder, true
		}
	}
	return "", false
}

// In returns the folder of the set within one data folder, and whether the set is there.
func (s Set) In(data string) (folder string, ok bool) {
	folder = filepath.Join(data, s.Name)
	if !s.complete(folder) && s.complete(data) {
		return data, true
	}
	return folder, s.complete(folder)
}

// Obtain returns the folder of the set as [Set.Find] finds it, or else fetches the set into the user's cache. An
// optional file that does not come is done without.
func (s Set) Obtain(ctx context.Context, data string, progress Progress) (folder string, err error) {
	if folder, ok := s.Find(data); ok {
		return folder, nil
	}
	cache, err := Cache()
	if err != nil {
		return "", err
	}
	folder = filepath.Join(cache, s.Name)
	if err := s.Fetch(ctx, folder, progress); err != nil && !s.complete(folder) {
		return "", err
	}
	return folder, nil
}

// Fetch brings all files of the set into the folder, one after the other, and stops at the first that does not come.
// Those that are there and right are left as they are.
func (s Set) Fetch(ctx context.Context, folder string, progress Progress) error {
	for _, file := range s.Files {
		if err := file.Fetch(ctx, folder, progress); err != nil {
			return err
		}
	}
	return nil
}

// Size is the number of bytes of all files, in the form in which they are fetched.
func (s Set) Size() int64 {
	size := int64(0)
	for _, file := range s.Files {
		size += file.Size
	}
	return size
}

// complete reports whether the folder holds every file of the set that is not optional.
func (s Set) complete(folder string) bool {
	for _, file := range s.Files {
		if _, ok := file.Path(folder); !ok && !file.Optional {
			return false
		}
	}
	return true
}

// Cache is the data folder that fetched sets are kept in: aloud in the user's cache folder.
func Cache() (string, error) {
	cache, err := os.UserCacheDir()
	if err != nil {
		return "", fmt.Errorf("fetch: no cache folder: %w", err)
	}
	return filepath.Join(cache, "aloud"), nil
}
