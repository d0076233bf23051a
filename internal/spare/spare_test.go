package spare

import "testing"

func TestList(t *testing.T) {
	l := NewList[int](2)
	a, b, c := l.Take(), l.Take(), l.Take()
	*a, *b, *c = 1, 2, 3
	for _, n := range []*int{a, b, c} { // the third finds the list full
		l.Put(n)
	}
	for i, want := range []int{1, 2, 0} {
		if got := *l.Take(); got != want {
			t.Errorf("number %d taken: %d, want %d", i, got, want)
		}
	}
	if allocated := testing.AllocsPerRun(10, func() { l.Put(l.Take()) }); allocated != 0 {
		t.Errorf("taking and putting back allocates %v times", allocated)
	}
}
