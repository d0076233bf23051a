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
		// Written as "not within", for NaN is never beyond.
		if !(math.Abs(math.Exp(got)-want) <= 1e-12) {
			t.Errorf("%d: %v, want %v", i, math.Exp(got), want)
		}
	}
}

// A committee tells from one another what its members hold for all but impossible, and knows what they are sure of.
func TestCommitteeOfUnlikely(t *testing.T) {
	believing := func(logits ...float32) *model.Softmax[float32] {
		m := model.NewSoftmax[float32](1, len(logits))
		copy(m.Params()[len(logits):], logits)
		return m
	}
	inf := float32(math.Inf(1))
	together, err := model.NewCommittee[float32](
		believing(0, -200, -300, -inf), believing(0, -200, -202, -inf), believing(0, -200, -1e30, -inf))
	if err != nil {
		t.Fatal(err)
	}
	logP := matrix.New[float32](1, 4)
	together.LogProbabilities(logP, matrix.New[float32](1, 1), nil)
	for i, want := range []float32{0, -200, float32(-202 - math.Log(3)), -inf} {
		if logP.Data[i] != want {
			t.Errorf("log p of class %d is %v, want %v", i, logP.Data[i], want)
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
