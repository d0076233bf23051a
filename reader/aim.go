package reader

import (
	"image"

	"aloud/photo"
)

// An Aim is what a frame of a camera tells of how well the camera is aimed, and what to do about it.
type Aim struct {
	Instruction Instruction // the one thing to do next
	Digits      int         // pieces of writing seen that may be digits, in lines
	Steady      bool        // the writing stands where it stood in the frame before

	CutOff  photo.Edges // edges of the frame past which the writing goes on
	Blurred bool
	Dark    bool
	Glare   bool // the image of a lamp lies on the writing
	Far     bool
	Near    bool
	Tilted  bool
}

// An Instruction is the one thing that whoever holds the camera should do. They are few, and come one at a time: nobody
// can do two things at once with a telephone held over a table.
type Instruction string

// The instructions, those first that matter most: writing cut off and blurred is what most pictures by people who cannot
// see suffer from (Chiu, Zhao and Gurari, "Assessing Image Quality Issues for Real-World Problems", 2020).
const (
	NothingSeen Instruction = "nothing seen" // no writing yet
	MoveLeft    Instruction = "move left"    // the writing goes on to the left, and the camera should follow
	MoveRight   Instruction = "move right"
	MoveUp      Instruction = "move up"
	MoveDown    Instruction = "move down"
	GoAway      Instruction = "go away" // it is cut off at opposite edges, or too near
	HoldStill   Instruction = "hold still"
	MoreLight   Instruction = "more light"
	AvoidGlare  Instruction = "avoid glare"
	ComeCloser  Instruction = "come closer"
	TurnPhone   Instruction = "turn phone" // the lines are steep
	Good        Instruction = "good"
)

// Instructions are all there are.
var Instructions = []Instruction{NothingSeen, MoveLeft, MoveRight, MoveUp, MoveDown, GoAway, HoldStill, MoreLight,
	AvoidGlare, ComeCloser, TurnPhone, Good}

// The limits of a good aim. Lengths are shares of the frame's longer side, or of a digit's height. Set on notes that
// scribe drew, blurred and photographed from near and far; not yet on frames that people took.
const (
	farDigit     = 0.02 // height of a digit as it is measured on a small frame: some 20 pixels of a picture 1280 wide
	nearDigit    = 0.4
	blurredShare = 0.11 // blur of the strokes' edges in heights of a digit; pictures are read well up to about 0.08
	darkFrame    = 48   // of 255: the brightest tenth of a frame in which strokes drown in noise
	glareShare   = 0.04 // of the writing's box
	steepLines   = 30   // degrees
	steadyShare  = 0.85 // of the writing's box that must stand where it stood
)

// Aim looks at a small grey frame, 480x360 pixels say, and tells what to do. It takes some ten milliseconds, and in a browser
// three times as long.
func (s *Session) Aim(frame *image.Gray) Aim {
	glance := photo.Look(frame)
	a := newAim(glance, max(frame.Rect.Dx(), frame.Rect.Dy()))
	a.Steady = glance.Digits > 0 && overlapShare(glance.Box, s.lastSeen) >= steadyShare
	s.lastSeen = glance.Box
	return a
}

// newAim judges a glance at a frame whose longer side has so many pixels.
func newAim(g photo.Glance, longer int) Aim {
	height := g.Height / float64(longer)
	a := Aim{
		Digits: g.Digits, CutOff: g.CutOff,
		Dark: g.Brightness < darkFrame,
	}
	if g.Digits > 0 {
		a.Blurred = g.Blur > blurredShare*g.Height && height >= farDigit // what is far is small, not blurred
		a.Glare = g.Glare > glareShare
		a.Far, a.Near = height < farDigit, height > nearDigit
		a.Tilted = g.Slope > steepLines || g.Slope < -steepLines
	}
	a.Instruction = a.next()
	return a
}

// next is what matters most.
func (a *Aim) next() Instruction {
	switch {
	case a.Digits == 0 && a.Dark:
		return MoreLight
	case a.Digits == 0:
		return NothingSeen
	case a.CutOff.Left && a.CutOff.Right, a.CutOff.Top && a.CutOff.Bottom, a.Near:
		return GoAway
	case a.CutOff.Left:
		return MoveLeft
	case a.CutOff.Right:
		return MoveRight
	case a.CutOff.Top:
		return MoveUp
	case a.CutOff.Bottom:
		return MoveDown
	case a.Blurred:
		return HoldStill
	case a.Dark:
		return MoreLight
	case a.Glare:
		return AvoidGlare
	case a.Far:
		return ComeCloser
	case a.Tilted:
		return TurnPhone
	}
	return Good
}

// overlapShare is the area that two rectangles share, as a share of the area that they cover together.
func overlapShare(a, b image.Rectangle) float64 {
	area := func(r image.Rectangle) int { return r.Dx() * r.Dy() }
	shared := area(a.Intersect(b))
	return float64(shared) / float64(max(area(a)+area(b)-shared, 1))
}
