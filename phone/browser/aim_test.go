package browser_test

import (
	"image"
	"image/color"
	"slices"
	"testing"
	"time"
)

const holdIt = "Hold the phone a hand's length above the paper."

// Whatever is wrong with the aim is said once, as one short sentence that names the cause and the move, by a screen reader
// alone; nothing is taken, and the focus stays on the button.
func TestAiming(t *testing.T) {
	server, b := serve(t), newChromium(t, true)
	note := written(t, "020 555 0137")
	for _, row := range []struct {
		reason string
		seen   *image.RGBA
		says   string
	}{
		{"cut off on the right", note.at(-400, 0), "Cut off on the right. Move right."},
		{"cut off on the left", note.at(400, 0), "Cut off on the left. Move left."},
		{"cut off above", note.at(0, 265), "Cut off above. Move up."},
		{"cut off below", note.at(0, -265), "Cut off below. Move down."},
		{"out of focus", blurred(note.at(0, 0), 24), "Blurred. Hold still."},
		{"hardly any light", dimmed(note.at(0, 0)), "Too dark. Turn on a light."},
		{"a lamp in the paper", mirrored(note.at(0, 0), 100, 60), "A lamp is mirrored. Tilt the phone."},
		{"a lamp over most of the number", mirrored(note.at(0, 0), 190, 95), "A lamp is mirrored. Tilt the phone."},
		{"empty paper", note.at(0, 500), "No number seen yet."},
	} {
		t.Run(row.reason, func(t *testing.T) {
			b.shows(t, still(row.seen))
			p := b.open(t, server.URL, visit{who: "reader"})
			p.press("#go")
			p.hears(row.says)
			time.Sleep(2 * time.Second) // for more than the time between two instructions
			if want, got := []string{"status: " + holdIt, "status: " + row.says}, p.said(); !slices.Equal(got, want) {
				t.Errorf("said %q, want %q", got, want)
			}
			if p.state() != "aiming" || p.focused() != "go" {
				t.Errorf("state %s, focus on %s", p.state(), p.focused())
			}
			p.accessible()
		})
	}
}

// Moving over the note as told leads to the number: each instruction is said when it comes, and the picture is taken by
// itself when the number is in view and the hand rests.
func TestSweep(t *testing.T) {
	server, b := serve(t), newChromium(t, true)
	note := written(t, "020 555 0137")
	var hand []*image.RGBA
	for _, rest := range []struct{ right, down, pictures int }{{0, 500, 5}, {-400, 0, 5}, {0, 0, 20}} {
		for range rest.pictures {
			hand = append(hand, note.at(rest.right, rest.down))
		}
	}
	b.shows(t, filmed(1, hand...)) // a picture a second
	p := b.open(t, server.URL, visit{who: "reader"})
	p.press("#go")
	p.enters("result")
	want := []string{"status: " + holdIt, "status: No number seen yet.", "status: Cut off on the right. Move right.",
		"status: Good. Hold still. Ten digits.", "status: " + inOneBreath(readBack)}
	if got := p.said(); !slices.Equal(got, want) {
		t.Errorf("said %q, want %q", got, want)
	}
	heard := p.heard()
	for i := 1; i < len(heard); i++ {
		if heard[i-1].Text != readingOn && heard[i].By == "status" && heard[i].At-heard[i-1].At < 1000 && !startsResult(heard[i].Text) {
			t.Errorf("%q comes %.0f ms after %q", heard[i].Text, heard[i].At-heard[i-1].At, heard[i-1].Text)
		}
	}
}

// Guidance can be paused, made short, and left out.
func TestLessGuidance(t *testing.T) {
	server, b := serve(t), newChromium(t, true)
	note := written(t, "020 555 0137")
	b.shows(t, still(note.at(0, 500)))
	t.Run("paused", func(t *testing.T) {
		p := b.open(t, server.URL, visit{who: "reader"})
		p.press("#go")
		p.enters("aiming")
		p.press("#pause")
		p.hears("Guidance is paused.")
		count := len(p.said())
		time.Sleep(3 * time.Second)
		if said := p.said(); len(said) != count {
			t.Errorf("while paused: %q", said[count:])
		}
		p.press("#pause")
		p.hears("No number seen yet.")
	})
	t.Run("off", func(t *testing.T) {
		b.shows(t, still(note.at(0, 0)))
		p := b.open(t, server.URL, visit{who: "reader", chosen: map[string]any{"guidance": "off"}})
		p.press("#go")
		p.enters("result")
		if got, want := p.said(), []string{"status: " + holdIt, "status: " + inOneBreath(readBack)}; !slices.Equal(got, want) {
			t.Errorf("said %q, want %q", got, want)
		}
	})
}

// The button takes a picture whenever it is pressed, and where there is no number it says why, as an alert and once.
func TestShutter(t *testing.T) {
	server, b := serve(t), newChromium(t, true)
	paper := changed(written(t, "1").at(0, 500), func(_, _ int, _ color.RGBA) color.RGBA { return color.RGBA{210, 208, 200, 255} })
	b.shows(t, still(paper))
	p := b.open(t, server.URL, visit{who: "reader"})
	p.press("#go")
	p.enters("aiming")
	p.press("#go")
	p.hears("There is no writing in the picture.")
	p.enters("aiming") // goes on by itself
	alerts := 0
	for _, said := range p.said() {
		if said == "alert: There is no writing in the picture. Turn the paper over, or hold the camera higher, and take another." {
			alerts++
		}
	}
	if alerts != 1 || p.focused() != "go" {
		t.Errorf("%d alerts, focus on %s, in\n%s", alerts, p.focused(), p.transcript())
	}
	p.accessible()
}
