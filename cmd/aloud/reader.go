package main

import (
	"os"
	"runtime/debug"

	"aloud/reader"
)

// newReader returns the reader that ships. Photographs are large, and so is what is made of them on the way, and all of it is soon
// done with: where garbage is collected more rarely than is usual, one is read in three quarters of the time. When that has come to
// take a gigabyte, it is collected as often as that needs. The environment's $GOGC and $GOMEMLIMIT have the last word.
func newReader() (*reader.Reader, error) {
	const percent, limit = 400, 1 << 30
	if os.Getenv("GOGC") == "" {
		debug.SetGCPercent(percent)
	}
	if os.Getenv("GOMEMLIMIT") == "" {
		debug.SetMemoryLimit(limit)
	}
	return reader.New()
}
