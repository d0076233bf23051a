package model_test

import (
	"math"
	"math/rand/v2"
	"testing"

	"aloud/matrix"
	"aloud/model"
)

// A committee believes the mean of what its members believe.
func TestCommittee(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	a := model.NewPerceptron[float64](random, 5, 4, 3)
	b := model.NewPerceptron[float64](random, 5, 7, 3)
	together, err := model.NewCommittee[float64](a, b)
	if err != nil {
		t.Fatal(err)
	}
	x := matrix.New[float64](6, 5)
	for i := range x.Data {
		x.Data[i] = random.NormFloat64()
	}
	believed := func(c model.Classifier[float64]) []float64 {
		logP := matrix.New[float64](x.Rows, c.Classes())
		c.LogProbabilities(logP, x, new(matrix.Scratch[float64]))
		return logP.Data
	}
	ofA, ofB := believed(a), believed(b)
	for i, got := range believed(together) {
		want := (math.Exp(ofA[i]) + math.Exp(ofB[i])) / 2
		if math.Abs(math.Exp(got)-want) > 1e-12 {
			t.Errorf("%d: %v, want %v", i, math.Exp(got), want)
		}
	}
}

func TestCommitteeOfStrangers(t *testing.T) {
	a, b := model.NewSoftmax[float64](5, 3), model.NewSoftmax[float64](5, 4)
	if _, err := model.NewCommittee[float64](a, b); err == nil {
		t.Error("a committee of members that know different classes")
	}
	if _, err := model.NewCommittee[float64](); err == nil {
		t.Error("a committee without members")
	}
}
