package reader

import (
	"math"
	"strings"

	"aloud/internal/align"
	"aloud/model"
)

// What speaks for and against a number. How likely it is that all of it is right is told from these by logistic
// regression, for the whole number at once: probabilities of single digits, multiplied, promise too much (Slossberg et al.,
// "On calibration of scene-text recognition models", 2020).
const (
	byLine    = iota // log p(digits) by the line reader, mean over its views
	byMargin         // by how many nats the digits are likelier than what comes next
	byViews          // share of the views that read them by themselves
	byPieces         // log-probability of the digit by its piece, of the least likely one
	byRest           // what the pieces that are taken for no digit say against it, in nats, summed up
	byPieced         // digits that a piece is taken for, as a share
	byCentres        // 1 where the centre map shows as many digits, and the same
	byDigit          // log-probability of the least likely digit
	groundCount
)

// grounds are these for one number: the more, the likelier it is right. They have bounds, so that nothing by itself decides.
type grounds [groundCount]float64

// certaintyWeights are the weights of the grounds, and the bias, as "aloud evaluate --fit --photos …" printed them. In fields they
// were fitted to the amounts of cheques, of which 554 of 900 are sure and two of these wrong. On pages they were fitted to notes
// without tables, degraded in all ways, with an earlier reader of lines, and what was below 0 was left out; what was fitted later made
// two more notes sure, and three rows of tables fewer right.
var certaintyWeights = [2][groundCount + 1]float64{
	{0.000, 0.147, 3.500, 2.322, 1.962, 0.000, 0.000, 1.846, 0.211},  // on pages
	{0.681, 0.848, 0.000, 0.000, 0.086, 0.000, 0.795, 0.563, -0.696}, // in fields
}

// certainty is the probability that a number is right in view of the grounds, on a page or in a field.
func (g *grounds) certainty(field bool) float64 {
	w := &certaintyWeights[0]
	if field {
		w = &certaintyWeights[1]
	}
	return Certainty(g[:], w[:])
}

// Certainty is the probability that a number is right in view of its grounds; the last of the weights is the bias.
//
//	p = 1/(1 + exp(−(w·g + b)))
func Certainty(grounds, weights []float64) float64 {
	q := weights[len(grounds)]
	for i, g := range grounds {
		q += weights[i] * g
	}
	return 1 / (1 + math.Exp(-q))
}

// mostNats bounds grounds that are logarithms: what is less likely than exp(−6) is as good as impossible, and says no more.
const mostNats = 6.0

func bounded(nats float64) float64 { return min(max(nats, -mostNats), mostNats) }

// gather takes the grounds for reading a line as the marks say, its digits paired with the glyphs, which is likelier than any
// other way by a margin in nats.
func (v *verdict) gather(l line, s *scan, digits string, pairs []align.Pair, margin float64) {
	g := &v.grounds
	g[byLine], g[byMargin] = bounded(s.logLikelihood(digits)), bounded(margin)
	for _, view := range s.views {
		if model.Greedy(view) == digits {
			g[byViews] += 1 / float64(len(s.views))
		}
	}
	for _, m := range v.marks {
		if m.glyph != nil {
			g[byPieced] += 1 / float64(len(v.marks))
			g[byPieces] = min(g[byPieces], bounded(m.glyph.logP[m.class]))
		}
		g[byDigit] = min(g[byDigit], bounded(m.logP[m.class]))
	}
	for _, p := range pairs {
		if p.B < 0 {
			g[byRest] = bounded(g[byRest] + math.Log(max(l.glyphs[p.A].rubbish(), math.Exp(-mostNats))))
		}
	}
	if s.centred() == digits {
		g[byCentres] = 1
	}
}

// centred are the digits that the centre map shows.
func (s *scan) centred() string {
	var digits strings.Builder
	for _, c := range s.centres {
		digits.WriteByte('0' + byte(likeliest(c.LogProbabilities[:])))
	}
	return digits.String()
}
