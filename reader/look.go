package reader

import (
	"context"
	"image"

	"aloud/photo"
)

// darkOrLight reads a picture, of which it has the grey, as dark writing or as light writing on dark ground. Where that is not
// clear, or nothing is written in light, it tries both; strokes alone are no reason to leave a number for. It also returns the
// grey in which the writing is dark.
func (r *Reader) darkOrLight(ctx context.Context, img image.Image, grey *image.Gray) (*Steps, *image.Gray, error) {
	light, clear := photo.LightOnDark(grey)
	written := inDark(img, grey, light)
	steps, err := r.look(ctx, grey, written, photo.Find(written))
	if err != nil || steps.surely() >= enoughDigits || clear && !(light && len(steps.Reading.Numbers) == 0) {
		return steps, written, err
	}
	otherwise := inDark(img, grey, !light)
	other, err := r.look(ctx, grey, otherwise, photo.Find(otherwise))
	if err == nil && other.seen.outweighs(&steps.seen, surelyUpright) && (len(steps.Reading.Numbers) == 0 || !other.seen.strokes()) {
		return other, otherwise, nil
	}
	return steps, written, err
}

// inDark is the picture in grey with its writing dark: of light writing on dark ground it is the negative.
func inDark(img image.Image, grey *image.Gray, light bool) *image.Gray {
	if light {
		return photo.Negative(img)
	}
	return grey
}

// pastRuling reads a picture again where its ruling fades, if it has a colour that the writing has not, and returns the better
// reading with the grey that was read.
func (r *Reader) pastRuling(ctx context.Context, img image.Image, grey *image.Gray, steps *Steps) (*Steps, *image.Gray, error) {
	faded := photo.Uncoloured(img)
	if !steps.Page.RulesFade(grey, faded) {
		return steps, grey, nil
	}
	other, err := r.look(ctx, grey, faded, steps.Page.FindOn(faded, false))
	if err == nil && evidence(other.seen.glyphs()) > evidence(steps.seen.glyphs()) {
		return other, faded, nil
	}
	return steps, grey, err
}

// enoughDigits are as many as no frame, streak or lamp is taken for: if so many are sure, they are written.
const enoughDigits = 3

// surely counts the digits of the numbers that are sure.
func (s *Steps) surely() int {
	digits := 0
	for _, n := range s.Reading.Numbers {
		if n.Sure {
			digits += len(n.Digits)
		}
	}
	return digits
}

// look reads the page that was found on a picture in grey, or on another one of the same that shows the writing dark.
func (r *Reader) look(ctx context.Context, grey, written *image.Gray, page *photo.Page) (*Steps, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	steps := newSteps(grey)
	seen, otherwise, err := r.upright(ctx, page)
	if err != nil {
		return nil, err
	}
	steps.Page, steps.seen = seen.page, seen
	steps.Reading.Turned, steps.Reading.MaybeTurned = 90*seen.page.Turned, otherwise
	verdicts, err := r.verdicts(ctx, &seen, written)
	if err != nil {
		return nil, err
	}
	found, rest := inSeries(verdicts)
	for _, s := range found {
		for _, number := range s.numbers() {
			steps.add(&number)
		}
	}
	if len(steps.Reading.Numbers) == 0 {
		steps.Reading.Reason = whyNothing(grey, steps.Page)
		return steps, nil
	}
	steps.Reading.weighByTurn()
	weighByPage(steps.Reading.Numbers, rest.digits)
	weighAmongWords(steps.Reading.Numbers, rest)
	weighScraps(steps.Reading.Numbers, rest.high, steps.Page.Unplaced())
	numberRows(steps.Reading.Numbers)
	return steps, nil
}
