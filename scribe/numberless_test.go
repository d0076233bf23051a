package scribe

import (
	"bytes"
	"math/rand/v2"
	"testing"
)

// The same seed draws the same page; another draws another.
func TestNumberless(t *testing.T) {
	draw := func(seed uint64) []byte {
		random := rand.New(rand.NewPCG(seed, 0))
		scene := NewScene(random)
		scene.Width, scene.Height, scene.DigitHeight = 320, 240, 24
		page, err := Numberless(random, scene)
		if err != nil {
			t.Fatal(err)
		}
		return page.Pix
	}
	for seed := range uint64(20) {
		if page := draw(seed); !bytes.Equal(page, draw(seed)) || bytes.Equal(page, draw(seed+1)) {
			t.Errorf("seed %d draws another page the second time, or the page of the next", seed)
		}
	}
	scene := NewScene(rand.New(rand.NewPCG(1, 0)))
	scene.Blur = -1
	if _, err := Numberless(rand.New(rand.NewPCG(1, 0)), scene); err == nil {
		t.Error("a scene that cannot be drawn was drawn")
	}
}

// Words have more than one letter: one alone might be a digit.
func TestNewWordIsAWord(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 0))
	for range 2000 {
		if word := newWord(random); len(word) < 2 {
			t.Errorf("%q is no word", word)
		}
	}
}
