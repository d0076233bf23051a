package evaluate

import (
	"context"
	"errors"
	"image"
	"math"
	"math/rand/v2"
	"testing"

	"aloud/photo"
	"aloud/reader"
)

// Claims that are made to be right with a known probability give back the weights that it came from, and 0 for one below.
func TestFitCertainty(t *testing.T) {
	made := []float64{1.5, 0.8, -0.3, 0.4} // and the bias
	random := rand.New(rand.NewPCG(1, 1))
	claims := make([]Claim, 3000)
	for i := range claims {
		c := Claim{Grounds: []float64{2 * random.NormFloat64(), random.NormFloat64(), random.NormFloat64()}}
		c.Right = random.Float64() < reader.Certainty(c.Grounds, made)
		claims[i] = c
	}
	for i, got := range FitCertainty(claims) {
		// Written as "not within", for NaN is never beyond.
		if want := made[i]; want > 0 && !(math.Abs(got-want) <= 0.2) || want < 0 && got != 0 {
			t.Errorf("weight %d is %.3f, made with %.1f", i, got, want)
		}
	}
}

// Judged are only claims on photographs that the weights were not fitted on: where one photograph alone holds what is wrong,
// it cannot be known.
func TestCrossCertainty(t *testing.T) {
	right, wrong := Claim{Grounds: []float64{1}, Right: true}, Claim{Grounds: []float64{1}}
	claims := [][]Claim{{right, right}, {right, right}, {wrong, wrong}, {right}, {right, right}}
	reached, errors := CrossCertainty(claims, []float64{0, 1})
	if reached[0] != 9 || errors[0] != 2 || reached[1] != 0 || errors[1] != 0 {
		t.Errorf("reached %v, wrong %v", reached, errors)
	}
}

// A number is right where it stands in the table, by itself or with its neighbours; what is doubtful anyway is no claim.
func TestClaims(t *testing.T) {
	number := func(line int, digits string) reader.Number { return reader.Number{Line: line, Digits: digits} }
	page := photo.Find(image.NewGray(image.Rect(0, 0, 400, 300)))
	steps := &reader.Steps{Page: page, Reading: reader.Reading{Numbers: []reader.Number{
		number(0, "12"), number(0, "34"), number(1, "56"), number(2, "7"), number(3, "99"),
	}}, Grounds: [][]float64{{1}, {1}, {1}, {1}, nil}}
	photos := []Photo{{Path: "a", Lines: []string{"1234", "56 78", "8"}}, {Path: "broken"}}
	read := func(_ context.Context, path string) (*reader.Steps, error) {
		if path == "broken" {
			return nil, errors.New("no picture")
		}
		return steps, nil
	}
	claims, err := Claims(t.Context(), photos, read, func(int) {})
	if err != nil || len(claims) != 2 || len(claims[1]) != 0 {
		t.Fatalf("%v, %v", claims, err)
	}
	want := []bool{true, true, true, false}
	if len(claims[0]) != len(want) {
		t.Fatalf("%d claims, want %d", len(claims[0]), len(want))
	}
	for i, c := range claims[0] {
		if c.Right != want[i] || c.Field {
			t.Errorf("number %d: right %v, in a field %v", i, c.Right, c.Field)
		}
	}
}
