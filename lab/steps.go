package lab

import (
	"cmp"
	"context"
	"math"
	"slices"

	"aloud/digit"
)

// figures tell how the digits are divided.
func (s samples) figures() SplitFigures {
	f := SplitFigures{
		FirstIndices:      s.order[:10],
		LastIndices:       s.order[len(s.order)-10:],
		TrainingClasses:   classesOf(s.training[:20]),
		ValidationClasses: classesOf(s.validation[:20]),
		TestClasses:       classesOf(s.test[:20]),
	}
	for _, p := range s.training[0].ink {
		f.FirstSum += float64(p.x)
	}
	return f
}

// sanity lets a regression climb from a few digits, once: its log-likelihood must stay near log 1/10, and its biases must
// move by about the learning rate.
func sanity(few []sample) SanityFigures {
	m := new(regression)
	sum := climbOnce(m, few, newLegacyRandom(regressionSeed), regressionRate)
	return SanityFigures{sum / float64(len(few)), m.b}
}

// runRegression trains softmax regression from zeros and looks at what is easy and hard for it.
func runRegression(ctx context.Context, s samples, progress func(done int)) (RegressionFigures, error) {
	m := new(regression)
	a, err := ascend(ctx, m, s, newLegacyRandom(regressionSeed), regressionRate, progress)
	if err != nil {
		return RegressionFigures{}, err
	}
	f := RegressionFigures{
		TrainingLogP:   means(a.training, len(s.training)),
		ValidationLogP: means(a.validation, len(s.validation)), ValidationErrors: a.validationErrors,
		TestErrors: countErrors(judge(m, s.test)), Seconds: a.seconds,
		B: m.b, CentralW: m.w[14*digit.Side+14],
		Ranks: rank(s.validation, judge(m, s.validation)),
	}
	for _, row := range m.w {
		for _, w := range row {
			f.SumAbsW += math.Abs(w)
		}
	}
	for _, r := range f.Ranks.Easiest {
		f.Easiest = append(f.Easiest, r.Index)
	}
	for _, r := range f.Ranks.Hardest {
		f.Hardest, f.HardestLogP = append(f.Hardest, r.Index), append(f.HardestLogP, r.LogP)
	}
	return f, nil
}

// rank lists the digits with the highest and with the lowest log-probability of their class, the lower ones first.
func rank(s []sample, verdicts []verdict) Ranks {
	ranks := make([]Rank, len(s))
	for i, v := range verdicts {
		ranks[i] = Rank{Index: i, Class: s[i].class, Taken: v.taken, LogP: v.logP}
	}
	slices.SortStableFunc(ranks, func(a, b Rank) int { return cmp.Compare(a.LogP, b.LogP) })
	return Ranks{Easiest: ranks[len(ranks)-ranked:], Hardest: ranks[:ranked]}
}

// runPerceptron trains the perceptron, whose orders follow its first weights out of the same generator.
func runPerceptron(ctx context.Context, m *perceptron, s samples, random *legacyRandom,
	progress func(done int)) (PerceptronFigures, error) {
	a, err := ascend(ctx, m, s, random, perceptronRate, progress)
	if err != nil {
		return PerceptronFigures{}, err
	}
	return PerceptronFigures{
		TrainingLogP: a.training, ValidationLogP: a.validation, ValidationErrors: a.validationErrors,
		TestErrors: countErrors(judge(m, s.test)), Seconds: a.seconds,
		B: m.b,
	}, nil
}
