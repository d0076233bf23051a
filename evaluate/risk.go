package evaluate

import (
	"cmp"
	"slices"
)

// Acceptance says how much of what is written can be accepted, and at which risk, when the threshold of certainty is moved.
//
// Everything that was read is sorted by how sure the reader was of it. A threshold accepts what is at or above it; of
// that, the wrong part is the risk, and of what is written, the accepted part is the coverage. What was read where nothing
// is written adds to the risk and not to the coverage. What was missed or refused is never accepted.
//
// The thresholds are chosen on the very examples that they are judged on, so the figures say how well the confidences
// order what was read, and flatter a little what a threshold would do elsewhere.
type Acceptance struct {
	AtRisk []AtRisk   `json:"coverage_at_risk"` // the largest coverage at each of the risks that reports speak of
	Curve  []Coverage `json:"risk_coverage"`    // from the highest threshold to the lowest, before and after each error
}

// Coverage is what happens at one threshold.
type Coverage struct {
	Threshold float64 `json:"threshold"`   // the least confidence that is accepted; 0 where nothing is
	Accepted  int     `json:"accepted"`    // of what is written
	Surplus   int     `json:"surplus"`     // accepted where nothing is written
	Wrong     int     `json:"wrong"`       // of the accepted and the surplus
	Share     float64 `json:"coverage"`    // accepted per written
	ErrorRate float64 `json:"error_rate"`  // wrong per accepted and surplus
	Bound     float64 `json:"error_bound"` // below which the true error rate is with 95 % confidence; see upperBound
}

// AtRisk is the largest coverage of which no larger share than Risk is wrong.
type AtRisk struct {
	Risk float64 `json:"risk"`
	Coverage
}

// risks are those that reports speak of. One in a hundred is what readers of postcodes and cheques are measured at; one in a
// thousand is what a person who dials without looking needs.
var risks = []float64{0.01, 0.005, 0.001}

// A claim is something that was read, a line or a digit: how sure the reader was, and what is true.
type claim struct {
	confidence float64
	wrong      bool
	surplus    bool // nothing is written there; it is wrong then
}

// accept moves the threshold down through the claims of which so many things are written.
func accept(claims []claim, written int) Acceptance {
	a := Acceptance{AtRisk: make([]AtRisk, len(risks)), Curve: []Coverage{}}
	for i, risk := range risks {
		a.AtRisk[i] = AtRisk{Risk: risk, Coverage: Coverage{Bound: 1}}
	}
	sorted := slices.SortedFunc(slices.Values(claims), func(a, b claim) int { return cmp.Compare(b.confidence, a.confidence) })
	var now Coverage
	for i, c := range sorted {
		now.Accepted += one(!c.surplus)
		now.Surplus += one(c.surplus)
		now.Wrong += one(c.wrong)
		if i+1 < len(sorted) && sorted[i+1].confidence == c.confidence {
			continue // no threshold parts the two
		}
		now.Threshold = c.confidence
		now.Share = ratio(now.Accepted, written)
		now.ErrorRate = ratio(now.Wrong, now.Accepted+now.Surplus)
		now.Bound = upperBound(now.Wrong, now.Accepted+now.Surplus)
		a.add(now)
	}
	return a
}

// add goes on with a lower threshold. Of points between two errors the curve keeps the first and the last: between
// them the error rate only falls.
func (a *Acceptance) add(now Coverage) {
	for i := range a.AtRisk {
		if now.ErrorRate <= a.AtRisk[i].Risk {
			a.AtRisk[i].Coverage = now
		}
	}
	if n := len(a.Curve); n >= 2 && a.Curve[n-2].Wrong == now.Wrong {
		a.Curve[n-1] = now
		return
	}
	a.Curve = append(a.Curve, now)
}
