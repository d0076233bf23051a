package photo

import (
	"image"
	"runtime"
	"slices"
	"testing"
)

// Whatever the number of cores, the page is the same: the same photograph is not read otherwise on another machine.
func TestFindIsTheSameOnAnyNumberOfCores(t *testing.T) {
	pic, _ := note(1600, 1200, 220, image.Pt(300, 200), image.Pt(340, 500))
	var pages []*Page
	for _, cores := range []int{1, 2, 7} {
		defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(cores))
		pages = append(pages, Find(Grey(pic)))
	}
	for _, page := range pages[1:] {
		if !slices.Equal(page.Ink.Contrast.V, pages[0].Ink.Contrast.V) || !slices.Equal(page.Ink.Set, pages[0].Ink.Set) {
			t.Error("the contrast or the ink depends on the number of cores")
		}
	}
}

// Each row is worked out once, also where there are fewer rows than cores, or none.
func TestInBands(t *testing.T) {
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(3))
	for _, height := range []int{0, 1, 2, 50} {
		times := make([]int, height)
		inBands(1<<20, height, func(y int) { times[y]++ })
		if slices.ContainsFunc(times, func(n int) bool { return n != 1 }) {
			t.Errorf("of %d rows each was worked out %v times", height, times)
		}
	}
}
