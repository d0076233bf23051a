package photo

import (
	"slices"
	"testing"
)

// What was given back comes as zeros, and never longer or shorter than was asked for.
func TestLent(t *testing.T) {
	for _, length := range []int{0, 1, leastLent - 1, leastLent, leastLent + 1, 5 << 12, 5<<12 + 1, 6 << 12, 7<<12 + 1, 1 << 15, 1<<15 + 1, 1_000_000} {
		for range 3 {
			v := lent(length)
			if len(v) != length || slices.ContainsFunc(v, func(x float32) bool { return x != 0 }) {
				t.Fatalf("%d numbers for %d, or they are not all 0", len(v), length)
			}
			for i := range v {
				v[i] = 1
			}
			(&Plane{Width: length, Height: 1, V: v}).done()
		}
	}
}

// What is kept stays within bounds, whatever is given back.
func TestKept(t *testing.T) {
	for length := mostKept / 4; length < mostKept/2; length += 1 << 16 {
		giveBack(lent(length), lent(length+1<<14))
		if planes.numbers > mostKept || planes.numbers < length {
			t.Fatalf("%d numbers are kept after %d", planes.numbers, length)
		}
	}
}

// A capacity is at most a quarter more than was asked for, and one that was rounded stays as it is.
func TestRounded(t *testing.T) {
	for length := leastLent; length < 4*leastLent; length++ {
		if c := rounded(length); c < length || 4*c > 5*length || rounded(c) != c {
			t.Fatalf("%d becomes %d, and that %d", length, c, rounded(c))
		}
	}
}

// A plane that is done with is of no use, so that whoever still looks at it learns of the mistake.
func TestDone(t *testing.T) {
	p := newPlane(200, 200)
	if p.done(); p.V != nil {
		t.Error("its memory can still be looked at")
	}
}
