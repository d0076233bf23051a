package evaluate

import (
	"context"
	"slices"
	"strings"
	"sync"

	"aloud/matrix"
	"aloud/reader"
)

// A PhotoReport is what came of reading a table of photographs.
type PhotoReport struct {
	Counts
	Kinds    []KindCounts `json:"kinds,omitempty"` // in the order of the table, where it names kinds
	Failures []Failure    `json:"failures"`        // in the order of the table, each picture from top to bottom
}

// KindCounts are the counts of the photographs of one kind.
type KindCounts struct {
	Kind string `json:"kind"`
	Counts
}

// A ReadFile reads the numbers on the picture in a file. Several goroutines call it at a time.
type ReadFile func(ctx context.Context, path string) (reader.Reading, error)

// Photos reads the photographs, several at a time, and holds what was read against what is written. A picture that
// cannot be read is a failure in the report; the only error is that of a ctx that ended before all were read. Whenever a
// picture is done, progress is told how many are; calls do not overlap.
func Photos(ctx context.Context, photos []Photo, read ReadFile, progress func(done int)) (PhotoReport, error) {
	scores := make([]photoScore, len(photos))
	var next, done int
	var lock sync.Mutex
	take := func() (i int, ok bool) {
		lock.Lock()
		defer lock.Unlock()
		next++
		return next - 1, next <= len(photos) && ctx.Err() == nil
	}
	finish := func() {
		lock.Lock()
		defer lock.Unlock()
		done++
		progress(done)
	}
	// One picture may take a hundred times as long as another, so whoever is free takes the next instead of a fixed share.
	matrix.Parallel(len(photos), 1, func(int, int) {
		for i, ok := take(); ok; i, ok = take() {
			scores[i] = scorePhoto(ctx, photos[i], read)
			finish()
		}
	})
	return reportPhotos(photos, scores), ctx.Err()
}

// A photoScore is what came of one photograph.
type photoScore struct {
	counts   Counts
	failures []Failure
}

func scorePhoto(ctx context.Context, photo Photo, read ReadFile) photoScore {
	reading, err := read(ctx, photo.Path)
	counts, failures := Score(photo.Lines, reading)
	if err != nil {
		counts, _ = Score(photo.Lines, reader.Reading{})
		counts.Unreadable = 1
		failures = []Failure{{Outcome: Unreadable, Expected: strings.Join(photo.Lines, " | "), Error: err.Error()}}
	}
	for i := range failures {
		failures[i].File, failures[i].Kind = photo.File, photo.Kind
	}
	return photoScore{counts, failures}
}

// reportPhotos sums the scores up.
func reportPhotos(photos []Photo, scores []photoScore) PhotoReport {
	r := PhotoReport{Failures: []Failure{}}
	for i, score := range scores {
		r.add(score.counts)
		if kind := photos[i].Kind; kind != "" {
			r.kind(kind).add(score.counts)
		}
		r.Failures = append(r.Failures, score.failures...)
	}
	return r
}

// kind returns the counts of one kind, which begin with its first photograph.
func (r *PhotoReport) kind(name string) *Counts {
	i := slices.IndexFunc(r.Kinds, func(k KindCounts) bool { return k.Kind == name })
	if i < 0 {
		i = len(r.Kinds)
		r.Kinds = append(r.Kinds, KindCounts{Kind: name})
	}
	return &r.Kinds[i].Counts
}
