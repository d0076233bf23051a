package photo

import (
	"image"
	"testing"
)

// What is no more than strokes on one course must be told from what people write below each other.
func TestBrokenRules(t *testing.T) {
	dashes := func(x, high, apart, count, leaning int) func(*image.Gray) {
		return func(sheet *image.Gray) {
			for i := range count {
				top := image.Pt(x+leaning*i, 10+apart*i)
				straight(sheet, top, top.Add(image.Pt(leaning*high/apart, high)), 8)
			}
		}
	}
	for _, test := range []struct {
		name string
		draw func(*image.Gray)
		want int // dashes
	}{
		{"a rule in three pieces", dashes(740, 120, 140, 3, 0), 3},
		{"a rule seen aslant", dashes(700, 120, 140, 3, 20), 3},
		{"a rule of two pieces, twice as far apart as it is thick", dashes(740, 180, 200, 2, 0), 2},
		{"digits alone", func(*image.Gray) {}, 0},
		{"a list of ones", dashes(740, 80, 130, 4, 0), 0},
		{"a list of ones, closely written", dashes(740, 80, 100, 4, 0), 0},
		{"tall ones that do not lie on one course", func(sheet *image.Gray) {
			for i, x := range []int{740, 760, 735} {
				paint(sheet, box(x, 10+140*i, 8, 120), 1)
			}
		}, 0},
		{"a short rule", dashes(740, 120, 140, 1, 0), 0},
		{"bent strokes", func(sheet *image.Gray) {
			for i := range 3 {
				oval(sheet, box(730, 10+140*i, 40, 120), 8)
			}
		}, 0},
	} {
		t.Run(test.name, func(t *testing.T) {
			sheet := blank(800, 560, 0)
			for _, r := range sixZeros() {
				oval(sheet, r, 8)
			}
			test.draw(sheet)
			contrast := plane(sheet)
			pieces := components(maskWhere(contrast, positive).Set, contrast)
			broken, others := brokenRules(pieces, 80, 8)
			if len(broken) != test.want || len(broken)+len(others) != len(pieces) {
				t.Errorf("%d of %d pieces are of broken rules and %d are not, want %d that are", len(broken), len(pieces), len(others), test.want)
			}
			for _, p := range broken {
				if p.Box.Min.X < 650 {
					t.Errorf("the digit at %v is taken for a part of a rule", p.Box)
				}
			}
		})
	}
}
