package main

import (
	"context"
	"fmt"
	"math/rand/v2"
	"runtime"
	"slices"
	"time"

	"aloud/digit"
	"aloud/lab"
	"aloud/matrix"
	"aloud/model"
	"aloud/recipe"
	"aloud/scribe"
	"aloud/train"
)

// A benchJob is something to be measured.
type benchJob struct {
	row  benchRow
	time func(each time.Duration) (seconds, operations float64)
}

// measure measures it, for about that time, beside the peaks of one core and of all.
func (j benchJob) measure(each time.Duration, peaks [2]float64) benchRow {
	row, peak := j.row, peaks[1]
	if row.Cores == 1 {
		peak = peaks[0]
	}
	operations := 0.0
	onCores(row.Cores, func() { row.Seconds, operations = j.time(each) })
	row.Speed = operations / row.Seconds
	row.Share = row.Speed / peak
	if row.Batch > 0 {
		row.Rate = float64(row.Batch) / row.Seconds
	}
	return row
}

// benchJobs are all that is measured.
func benchJobs() []benchJob {
	jobs := productJobs()
	for _, name := range []string{"softmax", "mlp", "cnn", "cnn-small"} {
		jobs = append(jobs, trainingJob(name))
	}
	jobs = append(jobs, lineTrainingJob())
	jobs = append(jobs, updateJobs()...)
	return append(jobs, predictionJobs()...)
}

// productJobs are products of the shapes that trainings have, and of some for which other libraries tell their speed.
func productJobs() []benchJob {
	var jobs []benchJob
	random := rand.New(rand.NewPCG(1, 2))
	for _, cores := range benchCores() {
		for _, s := range [][3]int{{64, 784, 256}, {256, 784, 800}, {1024, 288, 64}, {4096, 576, 64}, {50000, 784, 10}, {1024, 1024, 1024}} {
			a, b, dst := uniform(random, s[0], s[1]), uniform(random, s[1], s[2]), matrix.New[float32](s[0], s[2])
			jobs = append(jobs, benchJob{
				benchRow{Of: "product", Work: fmt.Sprintf("%d×%d by %d×%d", s[0], s[1], s[1], s[2]), Cores: cores},
				func(each time.Duration) (float64, float64) {
					return median(each, func() { matrix.Mul(dst, a, b) }), 2 * float64(s[0]) * float64(s[1]) * float64(s[2])
				},
			})
		}
	}
	return jobs
}

// benchCores are one core, and all if there are more.
func benchCores() []int {
	if all := runtime.GOMAXPROCS(0); all > 1 {
		return []int{1, all}
	}
	return []int{1}
}

// trainingJob is "aloud train" by a recipe, on drawn digits: a step, with the examples made for it.
func trainingJob(name string) benchJob {
	r := recipe.Of(name)
	m := r.Model()
	return benchJob{
		benchRow{Of: "training", Work: name, Cores: runtime.GOMAXPROCS(0), Batch: r.Options.Batch},
		func(each time.Duration) (float64, float64) {
			return stepTime(&r, m, each), model.LearningOperations(m, r.Options.Batch)
		},
	}
}

// stepTime is the median time of a training's steps. A report takes time as well, and is not had after each of them.
func stepTime(r *recipe.Recipe, m model.Model[float32], each time.Duration) float64 {
	o := r.TrainOptions()
	o.ReportEvery = 10
	var times []float64
	begin := time.Now()
	last, step := begin, 0
	for report, err := range train.Run(context.Background(), m, drawnDigits(20*o.Batch), nil, o) {
		if err != nil {
			panic(err) // by options that are the recipe's own
		}
		now := time.Now()
		times = append(times, now.Sub(last).Seconds()/float64(report.Step-step))
		last, step = now, report.Step
		if now.Sub(begin) > each && len(times) > 3 {
			break
		}
	}
	return middle(times)
}

// lineTrainingJob is "aloud train line", on lines in invented hands, which need no data: a step, with the lines drawn for it.
// As they are drawn for several steps at once and differ in width, it is the mean of whole epochs; the first one, which has to
// find its memory, does not count.
func lineTrainingJob() benchJob {
	const steps = 8 // in an epoch
	r := recipe.Line()
	o := r.Options
	drawing := train.Drawing{Epoch: steps * o.Batch, Draw: r.Drawer(nil)}
	return benchJob{
		benchRow{Of: "training", Work: r.Name, Cores: runtime.GOMAXPROCS(0), Batch: o.Batch},
		func(each time.Duration) (seconds, operations float64) {
			var begin time.Time
			for report, err := range train.RunLines(context.Background(), r.Model(), drawing, nil, o) {
				switch {
				case err != nil:
					panic(err) // by options that are the recipe's own
				case !report.EpochDone:
					continue
				case report.Epoch == 1:
					begin = time.Now()
					continue
				}
				took := time.Since(begin)
				seconds = took.Seconds() / float64(steps*(report.Epoch-1))
				operations = report.Operations / report.Speed * float64(o.Batch)
				if took > each {
					break
				}
			}
			return seconds, operations
		},
	}
}

// updateJobs are the notebook's updates of its two models, each from one drawn digit. They take float64, and one core.
func updateJobs() []benchJob {
	var jobs []benchJob
	for _, c := range lab.Climbers(drawnDigits(100)) {
		jobs = append(jobs, benchJob{
			benchRow{Of: "update", Work: c.Name, Cores: 1, Batch: 1},
			func(each time.Duration) (float64, float64) { return median(each, func() { c.Climb() }), c.Operations },
		})
	}
	return jobs
}

// drawnDigits are so many, by the strokes of many hands.
func drawnDigits(n int) []digit.Labelled {
	all := make([]digit.Labelled, n)
	for i := range all {
		random := rand.New(rand.NewPCG(1, uint64(i)))
		all[i] = digit.Labelled{Digit: scribe.Digit(random, i%10), Class: uint8(i % 10)}
	}
	return all
}

// predictionJobs are predictions of one digit and of many.
func predictionJobs() []benchJob {
	random := rand.New(rand.NewPCG(1, 2))
	var jobs []benchJob
	for _, net := range []struct {
		name string
		m    model.Model[float32]
	}{
		{"mlp", benchModel("mlp")}, {"cnn", benchModel("cnn")}, {"cnn-small", benchModel("cnn-small")}, {"plain net", plainNet(random)},
	} {
		if c, ok := net.m.(*model.Convnet[float32]); ok {
			net.m = c.Folded()
		}
		for _, digits := range []int{1, 256} {
			x, logP, s := uniform(random, digits, digit.Pixels), matrix.New[float32](digits, net.m.Classes()), new(matrix.Scratch[float32])
			jobs = append(jobs, benchJob{
				benchRow{Of: "prediction", Work: fmt.Sprintf("%s, %d at a time", net.name, digits), Cores: runtime.GOMAXPROCS(0), Batch: digits},
				func(each time.Duration) (float64, float64) {
					return median(each, func() { s.Reset(); net.m.LogProbabilities(logP, x, s) }), model.PredictingOperations(net.m, digits)
				},
			})
		}
	}
	return jobs
}

func benchModel(name string) model.Model[float32] {
	r := recipe.Of(name)
	return r.Model()
}

// plainNet is the network of many an introduction.
func plainNet(random *rand.Rand) model.Model[float32] {
	a, err := model.ParseArchitecture(model.NetPlain)
	if err != nil {
		panic(err)
	}
	return model.NewConvnet[float32](random, a)
}

// uniform returns a matrix of numbers from 0 to 1.
func uniform(random *rand.Rand, rows, cols int) matrix.Matrix[float32] {
	m := matrix.New[float32](rows, cols)
	for i := range m.Data {
		m.Data[i] = random.Float32()
	}
	return m
}

// median is the median time of work, done again and again for about that time in all; what is shorter than the clock can
// tell is done several times in a row.
func median(each time.Duration, work func()) float64 {
	const tick = 200 * time.Microsecond
	work()
	row := 1
	for begin := time.Now(); ; row *= 2 {
		again := time.Now()
		for range row {
			work()
		}
		if took := time.Since(again); took > tick || time.Since(begin) > each {
			break
		}
	}
	var times []float64
	for begin := time.Now(); len(times) < 3 || time.Since(begin) < each; {
		again := time.Now()
		for range row {
			work()
		}
		times = append(times, time.Since(again).Seconds()/float64(row))
	}
	return middle(times)
}

// middle is the median of at least one number.
func middle(times []float64) float64 {
	slices.Sort(times)
	return times[len(times)/2]
}
