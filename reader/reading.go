package reader

import (
	"encoding/json"
	"image"
	"strings"
)

// A Reading is what was read on one picture.
type Reading struct {
	Width   int      `json:"width"`   // pixels of the upright picture
	Height  int      `json:"height"`  //
	Reason  Reason   `json:"reason"`  // why there is no number; empty where there is one
	Numbers []Number `json:"numbers"` // from top to bottom and left to right

	// How the paper lies on the picture: by how many degrees it is turned clockwise, 0, 90, 180 or 270. It may also lie in
	// one of the ways of MaybeTurned, which read about equally well, and otherwise; then no number is sure.
	Turned      int   `json:"turned,omitempty"`
	MaybeTurned []int `json:"maybe_turned,omitempty"`
}

// A Reason says why a picture gave no number. Each has a sentence that says what to do next.
type Reason string

// The reasons, in the order in which they are looked for.
const (
	TooSmall Reason = "too small" // the picture has too few pixels for a digit
	Dark     Reason = "dark"      // next to no light
	Empty    Reason = "empty"     // nothing is written
	NoDigits Reason = "no digits" // something is written, and it is no number
)

// Reasons are all there are.
var Reasons = []Reason{TooSmall, Dark, Empty, NoDigits}

// A Number is a row of digits that belong together.
type Number struct {
	Line       int      `json:"line"`       // the line of text on the page, from 0; numbers side by side share it
	Text       string   `json:"text"`       // the digits grouped as they were written; a refused digit is '?'
	Digits     string   `json:"digits"`     // the digits alone; a refused one is '?'
	Sure       bool     `json:"sure"`       // the confidence passed the shipped threshold, and no digit is doubtful; of a [Session], several frames agree
	Confidence float64  `json:"confidence"` // calibrated probability that the whole number is right
	Box        Box      `json:"box"`        // around all digits, in pixels of the upright picture
	Slope      float64  `json:"slope"`      // angle of the line in degrees, clockwise positive
	Symbols    []Symbol `json:"symbols"`    // one for each digit
}

// Dial is what to dial for the number, or "" where a digit is refused: nobody calls half a number.
func (n *Number) Dial() string {
	if strings.Contains(n.Digits, "?") {
		return ""
	}
	return n.Digits
}

// A Symbol is one digit of a number.
type Symbol struct {
	Char         string        `json:"char"`         // "0" to "9", or "?" where the digit is refused
	Probability  float64       `json:"probability"`  // of the likeliest digit, which Char names unless it is refused
	Sure         bool          `json:"sure"`         // said without doubt
	Box          Box           `json:"box"`          // around the ink, in pixels of the upright picture
	Alternatives []Alternative `json:"alternatives"` // what else it might be, likeliest first; with the likeliest digit itself where it is refused
}

// An Alternative is another digit that a symbol might be.
type Alternative struct {
	Char        string  `json:"char"`
	Probability float64 `json:"probability"`
}

// A Box is a rectangle; in JSON it is [left, top, right, bottom].
type Box image.Rectangle

func (b Box) MarshalJSON() ([]byte, error) {
	return json.Marshal([4]int{b.Min.X, b.Min.Y, b.Max.X, b.Max.Y})
}

func (b *Box) UnmarshalJSON(data []byte) error {
	var sides [4]int
	if err := json.Unmarshal(data, &sides); err != nil {
		return err
	}
	*b = Box(image.Rectangle{Min: image.Pt(sides[0], sides[1]), Max: image.Pt(sides[2], sides[3])})
	return nil
}

// Sure reports whether there is a number and all of them are sure.
func (r Reading) Sure() bool {
	for _, n := range r.Numbers {
		if !n.Sure {
			return false
		}
	}
	return len(r.Numbers) > 0
}
