package evaluate

import (
	"context"
	"slices"
	"strings"
	"sync"

	"aloud/matrix"
	"aloud/reader"
)

// A PhotoReport is what came of reading tables of photographs.
type PhotoReport struct {
	Figures
	Tables   []TableFigures `json:"tables,omitempty"` // in their order, where there are several
	Kinds    []KindFigures  `json:"kinds,omitempty"`  // in the order of the table, where it names kinds
	Failures []Failure      `json:"failures"`         // in the order of the table, each picture from top to bottom
	failed   []*failedPhoto // the photographs that they are of
}

// Figures are the counts of some photographs, and what thresholds of certainty would do.
type Figures struct {
	Counts
	Reliability []Bin `json:"reliability"` // how often a line that was read without a refusal is right, by how sure the reader is
	Acceptance
	claims []claim
}

// TableFigures are the figures of the photographs of one table.
type TableFigures struct {
	Table string `json:"table"`
	Figures
}

// KindFigures are the figures of the photographs of one kind.
type KindFigures struct {
	Kind string `json:"kind"`
	Figures
}

// A ReadFile reads the numbers on the picture in a file. Several goroutines call it at a time.
type ReadFile func(ctx context.Context, path string) (reader.Reading, error)

// Photos reads the photographs, several at a time, and holds what was read against what is written. A picture that
// cannot be read is a failure in the report; the only error is that of a ctx that ended before all were read. Whenever a
// picture is done, progress is told how many are; calls do not overlap.
func Photos(ctx context.Context, photos []Photo, read ReadFile, progress func(done int)) (PhotoReport, error) {
	scores := make([]photoScore, len(photos))
	err := inParallel(ctx, len(photos), progress, func(i int) error {
		scores[i] = scorePhoto(ctx, photos[i], read)
		return nil
	})
	return reportPhotos(photos, scores), err
}

// inParallel does n things, several at a time. After an error, or when ctx ends, no other thing is begun, and the error is
// returned. Whenever a thing is done, progress is told how many are; calls do not overlap.
func inParallel(ctx context.Context, n int, progress func(done int), do func(i int) error) error {
	ctx, stop := context.WithCancelCause(ctx)
	defer stop(nil)
	var next, done int
	var lock sync.Mutex
	take := func() (i int, ok bool) {
		lock.Lock()
		defer lock.Unlock()
		next++
		return next - 1, next <= n && ctx.Err() == nil
	}
	finish := func(err error) {
		lock.Lock()
		defer lock.Unlock()
		if err != nil {
			stop(err)
		}
		done++
		progress(done)
	}
	// One picture may take a hundred times as long as another, so whoever is free takes the next instead of a fixed share.
	matrix.Parallel(n, 1, func(int, int) {
		for i, ok := take(); ok; i, ok = take() {
			finish(do(i))
		}
	})
	return context.Cause(ctx)
}

func scorePhoto(ctx context.Context, photo Photo, read ReadFile) photoScore {
	reading, err := read(ctx, photo.Path)
	s := score(photo.Lines, reading)
	if err != nil {
		s = score(photo.Lines, reader.Reading{})
		s.counts.Unreadable = 1
		s.failures = []Failure{{Outcome: Unreadable, Expected: strings.Join(photo.Lines, " | "), Error: err.Error()}}
	}
	for i := range s.failures {
		s.failures[i].File, s.failures[i].Kind = photo.File, photo.Kind
	}
	return s
}

// reportPhotos sums the scores up.
func reportPhotos(photos []Photo, scores []photoScore) PhotoReport {
	r := PhotoReport{Failures: []Failure{}}
	for i, score := range scores {
		r.add(score)
		r.table(photos[i].Table).add(score)
		if kind := photos[i].Kind; kind != "" {
			r.kind(kind).add(score)
		}
		r.Failures = append(r.Failures, score.failures...)
		if len(score.failures) > 0 {
			r.failed = append(r.failed, &failedPhoto{Photo: photos[i], failures: score.failures})
		}
	}
	r.finish()
	for i := range r.Tables {
		r.Tables[i].finish()
	}
	for i := range r.Kinds {
		r.Kinds[i].finish()
	}
	if len(r.Tables) == 1 {
		r.Tables = nil
	}
	return r
}

// add adds what came of one photograph.
func (f *Figures) add(s photoScore) {
	f.Counts.add(s.counts)
	f.claims = append(f.claims, s.claims...)
}

// finish works out what needs all claims together.
func (f *Figures) finish() {
	var confidences []float64
	var right []bool
	for _, c := range f.claims {
		confidences, right = append(confidences, c.confidence), append(right, !c.wrong)
	}
	f.Reliability = bins(confidences, right)
	f.Acceptance = accept(f.claims, f.Lines)
}

// table returns the figures of one table, which begin with its first photograph.
func (r *PhotoReport) table(name string) *Figures {
	i := slices.IndexFunc(r.Tables, func(t TableFigures) bool { return t.Table == name })
	if i < 0 {
		i = len(r.Tables)
		r.Tables = append(r.Tables, TableFigures{Table: name})
	}
	return &r.Tables[i].Figures
}

// kind returns the figures of one kind, which begin with its first photograph.
func (r *PhotoReport) kind(name string) *Figures {
	i := slices.IndexFunc(r.Kinds, func(k KindFigures) bool { return k.Kind == name })
	if i < 0 {
		i = len(r.Kinds)
		r.Kinds = append(r.Kinds, KindFigures{Kind: name})
	}
	return &r.Kinds[i].Figures
}
