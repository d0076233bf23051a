// Package fetch brings public files into a folder once. A file is known by its size and its SHA-256, so it does not
// matter who serves it: whatever comes from one of its addresses is the right file, or an error. What breaks off is
// resumed the next time, and under its own name a file is there whole or not at all.
//
// A [Set] is a few files that belong together. It knows where to look for them before the network is asked.
package fetch

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
)

// A File is a public file.
type File struct {
	Name      string   // in its folder, without a path
	Size      int64    // bytes
	SHA256    string   // 64 hexadecimal digits, lower case
	Addresses []string // where it is served, the best first
	Optional  bool     // its set is of use without it
	Also      []File   // other forms of the file that serve as well, unpacked say; they are looked for and never fetched
}

// Progress is told how many of the bytes of the file of that name have come. It may be nil.
type Progress func(name string, done, total int64)

// Path returns where the file stands in the folder, in whatever form; ok is false where it does not.
func (f File) Path(folder string) (path string, ok bool) {
	for _, form := range f.forms() {
		path := filepath.Join(folder, form.Name)
		if info, err := os.Stat(path); err == nil && info.Mode().IsRegular() {
			return path, true
		}
	}
	return filepath.Join(folder, f.Name), false
}

// Verify reads the whole file in the folder and tells whether it is, in size and SHA-256, one of its forms. The error
// of a file that is not there is an [fs.ErrNotExist].
func (f File) Verify(folder string) error {
	path, ok := f.Path(folder)
	if !ok {
		return fmt.Errorf("fetch: %s: %w", path, fs.ErrNotExist)
	}
	damage := error(nil)
	for _, form := range f.forms() {
		if form.Name != filepath.Base(path) {
			continue
		}
		if damage = form.check(path); damage == nil {
			return nil
		}
	}
	return fmt.Errorf("fetch: %s: %w", path, damage)
}

// Fetch brings the file into the folder, which it makes where needed. A file that is there and right is left as it is.
//
// The addresses are tried in turn, and each goes on where the last one broke off, from what is kept beside the file in
// one called NAME.part. Nothing takes the file's own name before its size and SHA-256 are right and it is safely on the
// disk. Two programs that fetch the same file at once do no harm: both write the same bytes to the same places.
func (f File) Fetch(ctx context.Context, folder string, progress Progress) error {
	if f.Verify(folder) == nil {
		return nil
	}
	if len(f.Addresses) == 0 {
		return fmt.Errorf("fetch: %s: there is no address to fetch it from", f.Name)
	}
	if err := os.MkdirAll(folder, 0o755); err != nil {
		return fmt.Errorf("fetch: %s: %w", f.Name, err)
	}
	var failures []error
	for _, address := range f.Addresses {
		err := f.fetchFrom(ctx, address, folder, progress)
		if err == nil || f.Verify(folder) == nil { // another program may have been quicker
			return nil
		}
		if ctx.Err() != nil {
			return fmt.Errorf("fetch: %s: %w", f.Name, context.Cause(ctx))
		}
		failures = append(failures, fmt.Errorf("%s: %w", address, err))
	}
	return fmt.Errorf("fetch: %s: %w", f.Name, oneLine(failures))
}

// fetchFrom downloads from one address what is missing, checks the whole and gives it its name. Where the sum is wrong
// and part of the bytes were from an earlier time, they may be the wrong ones: then it starts once more from nothing.
func (f File) fetchFrom(ctx context.Context, address, folder string, progress Progress) error {
	path := filepath.Join(folder, f.Name)
	part := path + ".part"
	resumed, err := f.download(ctx, address, part, progress)
	if err == nil {
		err = f.check(part)
	}
	if errors.Is(err, errDamaged) {
		os.Remove(part)
		if resumed {
			return f.fetchFrom(ctx, address, folder, progress)
		}
	}
	if err != nil {
		return err
	}
	return os.Rename(part, path)
}

// errDamaged is what a file has when its bytes are not the right ones.
var errDamaged = errors.New("the bytes are damaged")

// check compares size and SHA-256 of the file at path with what they should be.
func (f File) check(path string) error {
	file, err := os.Open(path)
	if err != nil {
		return err
	}
	defer file.Close()
	sum := sha256.New()
	size, err := io.Copy(sum, file)
	if err != nil {
		return err
	}
	if size != f.Size {
		return fmt.Errorf("%w: %d instead of %d", errDamaged, size, f.Size)
	}
	if got := hex.EncodeToString(sum.Sum(nil)); got != f.SHA256 {
		return fmt.Errorf("%w: their SHA-256 begins with %.8s instead of %.8s", errDamaged, got, f.SHA256)
	}
	return nil
}

// forms are all forms of the file, the one that is fetched first.
func (f File) forms() []File { return append([]File{f}, f.Also...) }

// oneLine joins errors by semicolons; [errors.Join] would give each a line.
func oneLine(failures []error) error {
	joined := failures[0]
	for _, failure := range failures[1:] {
		joined = fmt.Errorf("%w; %w", joined, failure)
	}
	return joined
}
