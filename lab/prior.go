package lab

import (
	"context"
	"fmt"
	"math"
	"math/rand/v2"
	"slices"

	"aloud/digit"
	"aloud/model"
	"aloud/train"
)

// A PriorStudy tells what a Gaussian prior on the weights does for softmax regression that learns from so many digits.
type PriorStudy struct {
	Digits int
	Draws  int          // sets of so many digits over which the figures are means
	Points []PriorPoint // from the strongest prior to the weakest
}

// A PriorPoint is the most probable model under one prior, judged by the validation digits.
type PriorPoint struct {
	Lambda        float64 // λ = 1/(n·σ²)
	ErrorRate     float64 // from 0 to 1
	LogLikelihood float64 // mean
	Slope         float64 // the largest derivative left at the place that counts as the minimum
}

// Deviation is σ of the prior w ~ N(0, σ²) that belongs to λ with n digits.
func (p PriorPoint) Deviation(n int) float64 { return 1 / math.Sqrt(float64(n)*p.Lambda) }

// Best is the point with the highest log-likelihood.
func (s PriorStudy) Best() PriorPoint {
	return slices.MaxFunc(s.Points, func(a, b PriorPoint) int {
		if a.LogLikelihood < b.LogLikelihood {
			return -1
		}
		return 1
	})
}

// FewestErrors is the point with the lowest error rate.
func (s PriorStudy) FewestErrors() PriorPoint {
	return slices.MinFunc(s.Points, func(a, b PriorPoint) int {
		if a.ErrorRate <= b.ErrorRate {
			return -1
		}
		return 1
	})
}

// draws is over how many sets of n digits figures are means: which hundred digits there are matters more than the prior.
func draws(n int) int {
	if n <= 1000 {
		return 5
	}
	return 1
}

// studyPrior finds the most probable model for every λ. It begins with the strongest prior and goes on from the last minimum
// to the next, which is not far. It returns the operations that this took as well.
func studyPrior(ctx context.Context, g ground, n int, lambdas []float64, seed uint64,
	progress progress) (study PriorStudy, operations float64, err error) {
	study = PriorStudy{Digits: n, Draws: draws(n)}
	for _, lambda := range lambdas {
		study.Points = append(study.Points, PriorPoint{Lambda: lambda})
	}
	for draw := range study.Draws {
		p := newPosterior(drawDigits(g.training, n, seed, draw))
		w := make([]float64, len(p.m.Params()))
		for i := range study.Points {
			if err := ctx.Err(); err != nil {
				return PriorStudy{}, 0, err
			}
			point, share := &study.Points[i], 1/float64(study.Draws)
			var slope float64
			if w, slope, err = p.minimise(w, point.Lambda); err != nil {
				return PriorStudy{}, 0, err
			}
			score := train.Evaluate(p.m, g.validation)
			point.ErrorRate += share * score.ErrorRate()
			point.LogLikelihood += share * score.LogLikelihood
			point.Slope = max(point.Slope, slope)
			progress((float64(draw)+float64(i+1)/float64(len(lambdas)))*share, fmt.Sprintf("λ = %.0e", point.Lambda))
		}
		operations += model.LearningOperations(p.m, p.learned)
	}
	return study, operations, nil
}

// drawDigits draws n of the digits.
func drawDigits(digits []digit.Labelled, n int, seed uint64, draw int) []digit.Labelled {
	const stream = 1 << 60 // of the seed, apart from those of trainings
	random := rand.New(rand.NewPCG(seed, stream+uint64(draw)))
	drawn := make([]digit.Labelled, n)
	for i, k := range random.Perm(len(digits))[:n] {
		drawn[i] = digits[k]
	}
	return drawn
}
