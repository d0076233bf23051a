package lab

import (
	"fmt"
	"os"
	"path/filepath"

	"aloud/model"
)

// A guest is a weights file that was put into the folder.
type guest struct {
	name string // of the file
	path string
}

// findGuests looks into every weights file that was put into the folder.
func (s *Series) findGuests() ([]guest, error) {
	folder := filepath.Join(s.Folder, modelsFolder)
	entries, err := os.ReadDir(folder)
	if err != nil {
		return nil, fmt.Errorf("lab: %w", err)
	}
	var guests []guest
	for _, entry := range entries {
		g := guest{entry.Name(), filepath.Join(folder, entry.Name())}
		if filepath.Ext(g.name) != ".safetensors" {
			continue
		}
		m, _, err := model.Load[float32](g.path)
		if err != nil {
			return nil, err
		}
		if size := m.Encoding().Size(); m.Inputs() != size {
			return nil, fmt.Errorf("lab: %s: it has %d inputs, and a digit has %d %s", g.path, m.Inputs(), size, m.Encoding())
		}
		guests = append(guests, g)
	}
	return guests, nil
}
