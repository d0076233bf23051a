package main

import (
	"context"
	"fmt"
	"image"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"aloud/evaluate"
	"aloud/picture"
	"aloud/reader"
)

// fitCertainty fits the weights of certainty on the photographs, degraded in each of the ways, and says what they would do on
// others.
func (f evaluateFlags) fitCertainty(cmd *cobra.Command, r *reader.Reader, photos []evaluate.Photo, ways []func(image.Image) image.Image) (fmt.Stringer, error) {
	claims := make([][]evaluate.Claim, len(photos))
	for _, degrade := range ways {
		read := func(ctx context.Context, path string) (*reader.Steps, error) {
			img, err := picture.Open(path)
			if err != nil {
				return nil, err
			}
			return r.Steps(ctx, degrade(img))
		}
		more, err := evaluate.Claims(cmd.Context(), photos, read, countProgress(cmd.ErrOrStderr(), "pictures read", len(photos)))
		if err != nil {
			return nil, err
		}
		for i := range claims {
			claims[i] = append(claims[i], more[i]...)
		}
	}
	var fitted fits
	for _, where := range []string{"on pages", "in fields"} {
		some := claimsOf(claims, where == "in fields")
		if len(slices.Concat(some...)) == 0 {
			continue
		}
		f := fit{Where: where, Weights: evaluate.FitCertainty(slices.Concat(some...)), Thresholds: []float64{0.5, 0.8, 0.9, 0.95, 0.97, 0.98, 0.985, 0.99, 0.995}}
		f.Reached, f.Wrong = evaluate.CrossCertainty(some, f.Thresholds)
		fitted = append(fitted, f)
	}
	if len(fitted) == 0 {
		return nil, fmt.Errorf("%s: no number was read, so there is nothing to fit", strings.Join(f.photos, ", "))
	}
	return fitted, nil
}

// claimsOf are the claims on pages alone, or in fields alone.
func claimsOf(claims [][]evaluate.Claim, field bool) [][]evaluate.Claim {
	some := make([][]evaluate.Claim, len(claims))
	for i, all := range claims {
		for _, c := range all {
			if c.Field == field {
				some[i] = append(some[i], c)
			}
		}
	}
	return some
}

// A fit is the weights of certainty, and what they are worth on other photographs than those they were fitted on.
type fit struct {
	Where      string    `json:"where"`
	Weights    []float64 `json:"weights"`
	Thresholds []float64 `json:"thresholds"`
	Reached    []int     `json:"reached"` // numbers that are at least as certain
	Wrong      []int     `json:"wrong"`   // of these
}

// fits are one for pages and one for fields.
type fits []fit

func (f fits) String() string {
	var text strings.Builder
	for _, fit := range f {
		text.WriteString("	{")
		for i, w := range fit.Weights {
			if i > 0 {
				text.WriteString(", ")
			}
			fmt.Fprintf(&text, "%.3f", w)
		}
		fmt.Fprintf(&text, "}, // %s\n", fit.Where)
		for i, t := range fit.Thresholds {
			fmt.Fprintf(&text, "%.3f  %d numbers, %d wrong\n", t, fit.Reached[i], fit.Wrong[i])
		}
	}
	return text.String()
}
