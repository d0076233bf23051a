//go:build js

package main

import (
	"context"
	"fmt"
	"image"
	"math"
	"strconv"
	"syscall/js"

	"aloud/digit"
	"aloud/model"
	"aloud/numbering"
	"aloud/photo"
	"aloud/reader"
	"aloud/speech"
)

// A phone answers the requests of one page.
type phone struct {
	reader   *reader.Reader
	session  *reader.Session
	language speech.Language
	plan     numbering.Plan
	picture  image.Image    // the last one
	pixels   []byte         // of it; the next one takes their memory
	reading  reader.Reading // what was last read, and not only looked at again
}

func newPhone(digits, line []byte) (*phone, error) {
	r, err := reader.NewFrom(digits, line)
	if err != nil {
		return nil, err
	}
	return &phone{reader: r, session: r.NewSession(), language: speech.English}, nil
}

// answer answers a request. What a page may get wrong in it is answered too; what is not there panics, and is told as ours.
func (p *phone) answer(request js.Value) map[string]any {
	var answer map[string]any
	switch kind := request.Get("type").String(); kind {
	case "settings":
		answer = p.settings(request)
	case "frame", "still", "digit":
		if err := p.take(request); err != nil {
			return failure("request", err.Error())
		}
		answer = map[string]func(js.Value) map[string]any{"frame": p.frame, "still": p.still, "digit": p.digit}[kind](request)
	case "begin":
		p.session = p.reader.NewSession()
		answer = map[string]any{}
	case "speech":
		if p.reading.Width == 0 {
			return failure("request", "nothing has been read yet")
		}
		answer = map[string]any{"speech": p.speech(p.reading)}
	case "sentences":
		answer = p.sentences()
	default:
		return failure("request", fmt.Sprintf("no such request: %q", kind))
	}
	answer["ok"] = true
	return answer
}

// take copies the picture of a request.
func (p *phone) take(request js.Value) error {
	width, height, pixels := request.Get("width"), request.Get("height"), request.Get("pixels")
	if width.Type() != js.TypeNumber || height.Type() != js.TypeNumber || !pixels.InstanceOf(js.Global().Get("ArrayBuffer")) {
		return fmt.Errorf("a picture has a width, a height, and pixels in an ArrayBuffer")
	}
	w, h, length := width.Int(), height.Int(), pixels.Get("byteLength").Int()
	if w < 1 || h < 1 || length/w != h && length/4/w != h || length != w*h && length != 4*w*h {
		return fmt.Errorf("%d bytes are not the pixels of a picture of %dx%d", length, w, h)
	}
	if len(p.pixels) != length {
		p.pixels = make([]byte, length)
	}
	js.CopyBytesToGo(p.pixels, js.Global().Get("Uint8Array").New(pixels))
	if all := image.Rect(0, 0, w, h); length == w*h {
		p.picture = &image.Gray{Pix: p.pixels, Stride: w, Rect: all}
	} else {
		p.picture = &image.RGBA{Pix: p.pixels, Stride: 4 * w, Rect: all}
	}
	return nil
}

// settings chooses how things are said.
func (p *phone) settings(request js.Value) map[string]any {
	known := false
	if p.language, known = speech.Find(text(request, "language")); !known {
		p.language = speech.English
	}
	p.plan, _ = numbering.Of(text(request, "country"))
	answer := languageOf(p.language)
	answer["language"], answer["country"] = answer["code"], p.plan.Country
	delete(answer, "code")
	return answer
}

// text is a text of a request, "" where there is none.
func text(request js.Value, name string) string {
	if v := request.Get(name); v.Type() == js.TypeString {
		return v.String()
	}
	return ""
}

// wants reports whether a request asks for something more.
func wants(request js.Value, name string) bool { return request.Get(name).Truthy() }

func languageOf(l speech.Language) map[string]any {
	return map[string]any{"code": string(l), "name": l.Name(), "rightToLeft": l.RightToLeft()}
}

func languages() []any {
	var all []any
	for _, l := range speech.Languages {
		all = append(all, languageOf(l))
	}
	return all
}

func countries() []any { return texts(numbering.Countries()) }

// frame tells how the camera is aimed.
func (p *phone) frame(js.Value) map[string]any {
	aim := p.session.Aim(photo.Grey(p.picture))
	answer := map[string]any{
		"instruction": string(aim.Instruction), "text": p.language.Instruction(aim), "digits": aim.Digits, "count": "",
		"steady": aim.Steady, "blurred": aim.Blurred, "dark": aim.Dark, "glare": aim.Glare, "far": aim.Far, "near": aim.Near,
		"tilted": aim.Tilted,
		"cutOff": map[string]any{"left": aim.CutOff.Left, "top": aim.CutOff.Top, "right": aim.CutOff.Right, "bottom": aim.CutOff.Bottom},
	}
	if aim.Digits > 0 {
		answer["count"] = p.language.Count(aim.Digits)
	}
	return answer
}

// still reads a picture.
func (p *phone) still(request js.Value) map[string]any {
	// Nothing ends the context, and a reading has no other error.
	steps, err := p.reader.Steps(context.Background(), p.picture)
	if err != nil {
		return failure("broken", err.Error())
	}
	reading := steps.Reading
	if wants(request, "follow") {
		reading = p.session.Follow(reading)
	}
	if !wants(request, "again") {
		p.reading = reading
	}
	answer := map[string]any{"reading": readingOf(reading), "speech": p.speech(reading)}
	if wants(request, "see") && steps.Page != nil {
		answer["see"] = see(steps)
	}
	return answer
}

// see is what the reader saw.
func see(steps *reader.Steps) map[string]any {
	drawn := steps.Page.DrawLines()
	var digits []byte
	for _, number := range steps.Digits {
		for i := range number {
			digits = append(digits, number[i][:]...)
		}
	}
	return map[string]any{"pixels": arrayOf(drawn.Pix), "width": drawn.Rect.Dx(), "height": drawn.Rect.Dy(), "digits": arrayOf(digits)}
}

// readingOf is a reading as the command line prints it.
func readingOf(r reader.Reading) map[string]any {
	numbers := []any{}
	for _, n := range r.Numbers {
		symbols := []any{}
		for _, s := range n.Symbols {
			alternatives := []any{}
			for _, a := range s.Alternatives {
				alternatives = append(alternatives, map[string]any{"char": a.Char, "probability": a.Probability})
			}
			symbols = append(symbols, map[string]any{"char": s.Char, "probability": s.Probability, "sure": s.Sure,
				"box": boxOf(s.Box), "alternatives": alternatives})
		}
		numbers = append(numbers, map[string]any{"line": n.Line, "text": n.Text, "digits": n.Digits, "sure": n.Sure,
			"confidence": n.Confidence, "box": boxOf(n.Box), "slope": n.Slope, "symbols": symbols})
	}
	maybe := []any{}
	for _, turned := range r.MaybeTurned {
		maybe = append(maybe, turned)
	}
	return map[string]any{"width": r.Width, "height": r.Height, "reason": string(r.Reason), "numbers": numbers,
		"turned": r.Turned, "maybe_turned": maybe}
}

func boxOf(b reader.Box) []any { return []any{b.Min.X, b.Min.Y, b.Max.X, b.Max.Y} }

// speech is what is said of a reading.
func (p *phone) speech(r reader.Reading) map[string]any {
	spoken := p.language.Say(p.plan, r)
	numbers := []any{}
	for i, n := range spoken.Numbers {
		read := r.Numbers[i]
		numbers = append(numbers, map[string]any{
			"announced": n.Announced, "count": n.Count, "groups": texts(n.Groups), "doubts": texts(n.Doubts), "warning": n.Warning,
			"parts": texts(n.Sentences()), "walk": texts(n.Walk), "grouped": read.Text, "dial": read.Dial(),
		})
	}
	return map[string]any{"sentence": p.language.SentenceIn(p.plan, r), "parts": texts(spoken.Sentences()), "numbers": numbers}
}

// texts is a list as [js.ValueOf] takes it.
func texts(list []string) []any {
	all := []any{}
	for _, t := range list {
		all = append(all, t)
	}
	return all
}

// digit tells what the network makes of a drawing.
func (p *phone) digit(js.Value) map[string]any {
	ink := photo.Grey(p.picture)
	for i, grey := range ink.Pix {
		ink.Pix[i] = 255 - grey
	}
	d := digit.Normalize(ink)
	prediction := model.PredictDigit(p.reader.Network(), &d)
	probabilities := []any{}
	for _, logP := range prediction.LogProbabilities {
		probabilities = append(probabilities, math.Exp(logP))
	}
	char := ""
	if prediction.Class != digit.NotADigit && d != (digit.Digit{}) {
		char = strconv.Itoa(prediction.Class)
	}
	return map[string]any{"char": char, "probabilities": probabilities, "pixels": arrayOf(d[:])}
}

// sentences is what can be said.
func (p *phone) sentences() map[string]any {
	instructions, reasons, digits := map[string]any{}, map[string]any{}, []any{}
	for _, i := range reader.Instructions {
		instructions[string(i)] = p.language.Move(i)
	}
	for _, r := range reader.Reasons {
		reasons[string(r)] = p.language.Nothing(r)
	}
	for d := range 10 {
		digits = append(digits, p.language.Digit(strconv.Itoa(d)))
	}
	return map[string]any{"instructions": instructions, "reasons": reasons, "digits": digits, "unclear": p.language.Digit("?")}
}
