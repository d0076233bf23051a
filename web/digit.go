package web

import (
	"bytes"
	"context"
	"fmt"
	"image"
	"math"
	"net/http"
	"strconv"

	"aloud/digit"
	"aloud/model"
	"aloud/picture"
)

// A digitAnswer is what the network makes of a single digit.
type digitAnswer struct {
	Class         string             `json:"class"`         // "0" to "9", or "none" for what is no digit
	Probabilities map[string]float64 `json:"probabilities"` // of each class; they sum to 1
}

// digit is POST /v1/digit: 784 bytes, row by row, ink 255 on 0, or a picture of 28x28 pixels like that.
func (s *Service) digit(w http.ResponseWriter, r *http.Request, p *place) {
	files, _, err := s.files(r)
	if err != nil {
		s.fail(w, r, err)
		return
	}
	var answer digitAnswer
	err = s.inTurn(r, p, func(context.Context) error {
		d, err := s.digitOf(files[0].data)
		if err == nil {
			answer = newDigitAnswer(model.PredictDigit(s.reader.Network(), &d))
		}
		return err
	})
	if err != nil {
		s.fail(w, r, err)
		return
	}
	writeJSON(w, answer)
}

// digitOf is the digit that was sent.
func (s *Service) digitOf(data []byte) (digit.Digit, error) {
	if len(data) == digit.Pixels && !picture.Recognized(data) {
		return digit.Digit(data), nil
	}
	img, err := picture.DecodeWithin(bytes.NewReader(data), s.limits())
	if err != nil {
		return digit.Digit{}, pictureProblem(err)
	}
	if size := img.Bounds().Size(); size != (image.Point{X: digit.Side, Y: digit.Side}) {
		return digit.Digit{}, problem{Status: http.StatusUnprocessableEntity,
			Detail: fmt.Sprintf("a digit has 28x28 pixels, and this picture %dx%d; /v1/read takes any size", size.X, size.Y)}
	}
	var d digit.Digit
	for i := range d {
		r, g, b, _ := img.At(i%digit.Side, i/digit.Side).RGBA()
		d[i] = uint8((r + g + b) / 3 >> 8)
	}
	return d, nil
}

func newDigitAnswer(p model.Prediction) digitAnswer {
	name := func(class int) string {
		if class == digit.NotADigit {
			return "none"
		}
		return strconv.Itoa(class)
	}
	a := digitAnswer{Class: name(p.Class), Probabilities: map[string]float64{}}
	for class, logP := range p.LogProbabilities {
		a.Probabilities[name(class)] = math.Exp(logP)
	}
	return a
}
