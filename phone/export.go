package phone

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"aloud/internal/durable"
)

// ErrForeign is the error of [Export] to a folder that holds something else.
var ErrForeign = errors.New("the folder holds other files")

// Export writes the app into a folder, and beside each file that compression makes smaller two more, .br and .gz, for
// servers that look for them. The folder appears whole or not at all: all is written into a new one beside it, which then
// takes its name. A folder that holds an app is replaced, with whatever else is in it; one that holds no app, but something
// else, is left alone, with [ErrForeign].
func Export(dir string) error {
	dir = filepath.Clean(dir)
	if err := mayReplace(dir); err != nil {
		return fmt.Errorf("phone: %w", err)
	}
	if err := os.MkdirAll(filepath.Dir(dir), 0o755); err != nil {
		return fmt.Errorf("phone: %w", err)
	}
	fresh, err := os.MkdirTemp(filepath.Dir(dir), filepath.Base(dir)+".new-")
	if err != nil {
		return fmt.Errorf("phone: %w", err)
	}
	defer os.RemoveAll(fresh)
	if err := writeFiles(fresh); err != nil {
		return fmt.Errorf("phone: %w", err)
	}
	if err := replace(dir, fresh); err != nil {
		return fmt.Errorf("phone: %w", err)
	}
	return nil
}

// mayReplace returns nil if dir is not there, is empty, or holds an app.
func mayReplace(dir string) error {
	entries, err := os.ReadDir(dir)
	if errors.Is(err, fs.ErrNotExist) || err == nil && len(entries) == 0 {
		return nil
	}
	if err != nil {
		return err
	}
	for _, name := range []string{"aloud.wasm", "worker.js"} {
		if _, err := os.Stat(filepath.Join(dir, name)); err != nil {
			return fmt.Errorf("%s: %w", dir, ErrForeign)
		}
	}
	return nil
}

// writeFiles writes the app into a folder that nobody looks at yet.
func writeFiles(dir string) error {
	if err := os.Chmod(dir, 0o755); err != nil { // as made by MkdirTemp, no server could read it
		return err
	}
	all := Files()
	for i := range all {
		f := &all[i]
		name := filepath.Join(dir, filepath.FromSlash(f.Name))
		if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
			return err
		}
		for extension, data := range map[string][]byte{"": f.Data, ".br": f.Brotli(), ".gz": f.Gzip()} {
			if data == nil {
				continue
			}
			if err := durable.WriteFile(name+extension, data); err != nil {
				return err
			}
		}
	}
	return nil
}

// replace gives the folder fresh the name dir. What had it goes, and comes back if that fails.
func replace(dir, fresh string) error {
	old := fresh + ".old"
	err := os.Rename(dir, old)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	if err := os.Rename(fresh, dir); err != nil {
		return errors.Join(err, os.Rename(old, dir))
	}
	return os.RemoveAll(old)
}
