package model

import (
	"math/rand/v2"
	"testing"

	"aloud/digit"
	"aloud/matrix"
)

// nets are those that are measured.
var nets = []struct{ name, text string }{{"plain", NetPlain}, {"M", NetM}, {"S", NetS}}

// BenchmarkConvnet measures the networks: a training step of 128 digits, its way up alone, and prediction of one digit and
// of 256. A training step counts for three ways up, though the first layer's gradient by the picture is not asked for.
func BenchmarkConvnet(b *testing.B) {
	for _, net := range nets {
		random := rand.New(rand.NewPCG(1, 2))
		m := NewConvnet[float32](random, architecture(net.text))
		gradient, s := make([]float32, len(m.params)), new(matrix.Scratch[float32])
		for _, row := range []struct {
			name     string
			examples int
			ways     float64
			do       func(x, logP matrix.Matrix[float32], l Lesson)
		}{
			{"train-128", 128, 3, func(x, _ matrix.Matrix[float32], l Lesson) { m.Gradient(gradient, x, l, s) }},
			{"up-128", 128, 1, func(x, _ matrix.Matrix[float32], l Lesson) { m.up(x, &l, s) }},
			{"predict-256", 256, 1, func(x, logP matrix.Matrix[float32], _ Lesson) { m.LogProbabilities(logP, x, s) }},
			{"predict-1", 1, 1, func(x, logP matrix.Matrix[float32], _ Lesson) { m.LogProbabilities(logP, x, s) }},
		} {
			b.Run(net.name+"/"+row.name, func(b *testing.B) {
				x, logP := noise[float32](random, row.examples, digit.Pixels), matrix.New[float32](row.examples, 10)
				l := Lesson{Classes: make([]uint8, row.examples), Smoothing: 0.05}
				b.ReportAllocs()
				for b.Loop() {
					l.Seed++
					s.Reset()
					row.do(x, logP, l)
				}
				operations := 2 * row.ways * float64(m.architecture.Multiplications()*row.examples*b.N)
				b.ReportMetric(operations/float64(b.Elapsed().Nanoseconds()), "GFLOP/s")
				b.ReportMetric(float64(row.examples*b.N)/b.Elapsed().Seconds(), "examples/s")
			})
		}
	}
}
