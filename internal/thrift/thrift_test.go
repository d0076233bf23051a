package thrift

import "testing"

// kept keeps the compiler from doing without what is allocated.
var kept []byte

// A complaint is a test that hears whether it fails.
type complaint struct {
	testing.TB
	failed bool
}

func (c *complaint) Helper()               {}
func (c *complaint) Errorf(string, ...any) { c.failed = true }

// TestWithin takes too much, just enough, and too much that is let go of at once.
func TestWithin(t *testing.T) {
	const megabyte = 1 << 20
	take := func() { kept = make([]byte, megabyte) }
	for _, row := range []struct {
		reason  string
		allowed uint64
		do      func()
		fails   bool
	}{
		{"too much", megabyte / 2, take, true},
		{"enough", 2 * megabyte, take, false},
		{"bit by bit, and nothing kept", 2 * megabyte, func() {
			for range 4 {
				take()
			}
		}, true},
	} {
		c := &complaint{TB: t}
		if Within(c, row.allowed, row.do); c.failed != row.fails {
			t.Errorf("%s: it complains: %t", row.reason, c.failed)
		}
	}
}
