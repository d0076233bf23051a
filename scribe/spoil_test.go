package scribe

import (
	"testing"

	"aloud/digit"
)

// Among many spoilt digits there are some of each kind, and none that has lost its ink.
func TestSpoil(t *testing.T) {
	d, random := hook(), seeded(1)
	before := mass(&d)
	kinds := map[string]int{}
	const draws = 2000
	for range draws {
		s := Spoil(random, &d)
		after := mass(&s)
		grain := 0
		for i := range digit.Side { // the first row, where there is no ink
			grain += int(s[i])
		}
		switch {
		case s == d:
			kinds["as it is"]++
		case grain > 0:
			kinds["grain"]++
			continue // which adds up to much
		case after < before*19/20:
			kinds["thin"]++
		case abs(axisOf(&s)-axisOf(&d)) > 1:
			kinds["turned"]++
		default:
			kinds["out of focus"]++
		}
		if after < before/7 || after > before*21/20 {
			t.Fatalf("ink %d became %d", before, after)
		}
	}
	for _, kind := range []string{"as it is", "grain", "thin", "turned", "out of focus"} {
		if n := kinds[kind]; n < draws/20 || n > draws/2 {
			t.Errorf("%s: %d of %d", kind, n, draws)
		}
	}
}

func TestSpoilDependsOnSeedAlone(t *testing.T) {
	d := hook()
	for seed := range uint64(20) {
		if a, b := Spoil(seeded(seed), &d), Spoil(seeded(seed), &d); a != b {
			t.Errorf("seed %d gave two pictures", seed)
		}
	}
}

func TestSpoilAllocatesNothing(t *testing.T) {
	d, random := hook(), seeded(4)
	if n := testing.AllocsPerRun(100, func() { d = Spoil(random, &d) }); n != 0 {
		t.Errorf("%v allocations", n)
	}
}
