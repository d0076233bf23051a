package evaluate

import (
	"math"
	"math/rand/v2"
	"testing"

	"github.com/google/go-cmp/cmp"

	"aloud/reader"
)

func right(confidence float64) claim { return claim{confidence: confidence} }
func wrong(confidence float64) claim { return claim{confidence: confidence, wrong: true} }
func none(confidence float64) claim  { return claim{confidence, true, true} }

func TestAccept(t *testing.T) {
	for _, row := range []struct {
		reason  string
		claims  []claim
		written int
		risk    float64 // one of risks
		want    Coverage
	}{
		{"all right", []claim{right(0.9), right(0.2)}, 2, 0.001, Coverage{Threshold: 0.2, Accepted: 2, Share: 1}},
		{"what was missed is not covered", []claim{right(0.9)}, 4, 0.01, Coverage{Threshold: 0.9, Accepted: 1, Share: 0.25}},
		{"the threshold stays above an error", []claim{right(0.9), right(0.8), wrong(0.7), right(0.6)}, 4, 0.01,
			Coverage{Threshold: 0.8, Accepted: 2, Share: 0.5}},
		{"a number read where none is written is an error, and covers nothing", []claim{right(0.9), none(0.8), right(0.7)}, 2, 0.01,
			Coverage{Threshold: 0.9, Accepted: 1, Share: 0.5}},
		{"nothing can be accepted where the surest is wrong", []claim{wrong(0.9), right(0.8)}, 2, 0.01, Coverage{}},
		{"no threshold parts equal confidences", []claim{right(0.9), right(0.8), wrong(0.8), right(0.8)}, 4, 0.01,
			Coverage{Threshold: 0.9, Accepted: 1, Share: 0.25}},
		{"nothing said", nil, 3, 0.01, Coverage{}},
		{"nothing written", []claim{none(0.3)}, 0, 0.01, Coverage{}},
	} {
		t.Run(row.reason, func(t *testing.T) {
			a := accept(row.claims, row.written)
			for _, got := range a.AtRisk {
				if got.Risk != row.risk {
					continue
				}
				row.want.Bound = upperBound(row.want.Wrong, row.want.Accepted)
				if diff := cmp.Diff(row.want, got.Coverage, approximately(1e-12)); diff != "" {
					t.Errorf("(-want +got)\n%s", diff)
				}
			}
		})
	}
}

// After an early error, so much may follow that the share of errors is small again.
func TestAcceptForgivesAnError(t *testing.T) {
	claims := []claim{wrong(1)}
	for i := range 300 {
		claims = append(claims, right(1-float64(i+1)/1000))
	}
	at := accept(claims, 400).AtRisk
	if at[0].Risk != 0.01 || at[0].Accepted != 301 || at[0].Wrong != 1 {
		t.Errorf("at 1 %%: %+v, want all 301 with their one error", at[0])
	}
	if at[1].Risk != 0.005 || at[1].Accepted != 301 || at[2].Accepted != 0 {
		t.Errorf("at 0.5 %% and 0.1 %%: %+v, %+v, want 301 and none", at[1], at[2])
	}
}

// The curve, and what can be accepted, against the slow way: each threshold anew.
func TestAcceptAgainstEachThreshold(t *testing.T) {
	random := rand.New(rand.NewPCG(5, 6))
	for range 200 {
		claims := make([]claim, random.IntN(60))
		for i := range claims {
			claims[i] = claim{confidence: float64(random.IntN(40)) / 40, wrong: random.IntN(12) == 0}
			claims[i].surplus = claims[i].wrong && random.IntN(2) == 0
		}
		written := len(claims) + random.IntN(3)
		at := func(threshold float64) Coverage {
			c := Coverage{Threshold: threshold}
			for _, claim := range claims {
				if claim.confidence >= threshold {
					c.Accepted, c.Surplus, c.Wrong = c.Accepted+one(!claim.surplus), c.Surplus+one(claim.surplus), c.Wrong+one(claim.wrong)
				}
			}
			c.Share, c.ErrorRate = ratio(c.Accepted, written), ratio(c.Wrong, c.Accepted+c.Surplus)
			c.Bound = upperBound(c.Wrong, c.Accepted+c.Surplus)
			return c
		}
		a := accept(claims, written)
		lowest := math.Inf(1)
		for _, c := range a.Curve {
			if diff := cmp.Diff(at(c.Threshold), c, approximately(1e-12)); diff != "" {
				t.Fatalf("(-want +got)\n%s", diff)
			}
			if c.Threshold >= lowest {
				t.Fatalf("thresholds do not fall: %v after %v", c.Threshold, lowest)
			}
			lowest = c.Threshold
		}
		for _, claim := range claims {
			c := at(claim.confidence)
			for _, best := range a.AtRisk {
				if c.ErrorRate <= best.Risk && c.Accepted > best.Accepted {
					t.Fatalf("at %v, %d can be accepted, not %d", best.Risk, c.Accepted, best.Accepted)
				}
			}
		}
	}
}

// Which confidence a line has, and whether it is a claim at all.
func TestClaim(t *testing.T) {
	number := func(digits string, confidence float64) reader.Number {
		return reader.Number{Digits: digits, Confidence: confidence}
	}
	for _, row := range []struct {
		reason  string
		written string
		read    []reader.Number
		want    claim
		said    bool
	}{
		{"one number", "12", []reader.Number{number("12", 0.7)}, right(0.7), true},
		{"the least sure number decides for a line that is right", "12 345", []reader.Number{number("12", 0.9), number("345", 0.6)},
			right(0.6), true},
		{"a wrong number decides for its line", "12 345", []reader.Number{number("12", 0.6), number("346", 0.9)}, wrong(0.9), true},
		{"a wrong number beside a right one that is surer", "12 345", []reader.Number{number("12", 0.9), number("346", 0.6)},
			wrong(0.6), true},
		{"a number of two that is right sounds like all there is", "12 345", []reader.Number{number("12", 0.8)}, wrong(0.8), true},
		{"a refused digit is not said", "12", []reader.Number{number("1?", 0.9)}, claim{wrong: true}, false},
		{"half a line that was refused, and half that is wrong", "1234", []reader.Number{number("1?", 0.9), number("34", 0.4)},
			wrong(0.4), true},
		{"half a line that was refused, and half that is right", "12 34", []reader.Number{number("1?", 0.9), number("34", 0.4)},
			claim{wrong: true}, false},
		{"where nothing is written", "", []reader.Number{number("12", 0.7)}, none(0.7), true},
		{"nothing read", "12", nil, claim{wrong: true}, false},
	} {
		t.Run(row.reason, func(t *testing.T) {
			got, said := pair{row.written, row.read}.claim()
			if got != row.want || said != row.said {
				t.Errorf("got %+v, %t, want %+v, %t", got, said, row.want, row.said)
			}
		})
	}
}

// With the shipped threshold, the counts and the curve tell the same.
func TestClaimsAgreeWithCounts(t *testing.T) {
	random := rand.New(rand.NewPCG(7, 8))
	for range 500 {
		var reading reader.Reading
		for i, line := range randomPage(random, "012?") {
			for len(line) > 0 {
				n := min(1+random.IntN(3), len(line))
				number := page(line[:n]).Numbers[0]
				number.Line, number.Confidence = i, random.Float64()
				number.Sure = number.Sure && number.Confidence >= 0.3
				reading.Numbers = append(reading.Numbers, number)
				line = line[n:]
			}
		}
		s := score(randomPage(random, "012"), reading)
		said, wrongOnes := 0, 0
		for _, c := range s.claims {
			if c.confidence >= 0.3 {
				said, wrongOnes = said+one(!c.wrong), wrongOnes+one(c.wrong)
			}
		}
		if wrongOnes != s.counts.WrongYetSure {
			t.Fatalf("%+v of %+v: %d claims are wrong", s.counts, reading.Numbers, wrongOnes)
		}
		if least := s.counts.Accepted - s.counts.WrongYetSure; said < least || said > s.counts.Exact {
			t.Fatalf("%+v of %+v: %d claims are right", s.counts, reading.Numbers, said)
		}
	}
}
