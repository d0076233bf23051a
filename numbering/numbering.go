// Package numbering knows how many digits telephone numbers have, country by country, and nothing else of them. It is
// there to warn, "nine digits; here numbers have ten", where a digit may have been overlooked. It never touches a digit:
// what a number reads is what the ink says, and numbers of other kinds and other countries are written on notes too.
package numbering

import (
	_ "embed"
	"slices"
	"strconv"
	"strings"
)

//go:generate sh -c "go -C gen run . > plans.new && mv plans.new plans.txt"

// A Plan is a country's, as far as lengths go.
type Plan struct {
	Country string // its code in ISO 3166, "NL"
	Code    string // its calling code, "31"
	Trunk   string // what is dialled before a number within the country, "0"; "" where that is nothing
	Lengths []int  // digits of fixed and mobile numbers, without the trunk prefix
}

//go:embed plans.txt
var text string

// plans are all there are, in the order of their countries.
var plans = parse(text)

// parse reads the table, which is a part of the program: it has no errors.
func parse(text string) (plans []Plan) {
	for line := range strings.Lines(text) {
		fields := strings.Fields(line)
		if fields[0] == "#" {
			continue
		}
		p := Plan{Country: fields[0], Code: fields[1], Trunk: strings.Trim(fields[2], "-")}
		for length := range strings.SplitSeq(fields[3], ",") {
			n, _ := strconv.Atoi(length)
			p.Lengths = append(p.Lengths, n)
		}
		plans = append(plans, p)
	}
	return plans
}

// Of returns the plan of a country, and whether there is one.
func Of(country string) (Plan, bool) {
	country = strings.ToUpper(country)
	for _, p := range plans {
		if p.Country == country {
			return p, true
		}
	}
	return Plan{}, false
}

// Countries are the codes of all countries that have a plan, in order.
func Countries() []string {
	countries := make([]string, len(plans))
	for i, p := range plans {
		countries[i] = p.Country
	}
	return countries
}

// shortest is the number of digits from which a number is taken for a telephone number that is meant to be whole:
// emergency and service numbers are shorter, and so are house numbers, prices and dates.
const shortest = 6

// longestLocal is the number of digits that a number within a town has at most where the trunk prefix is not 0.
const longestLocal = 7

// Expect tells how many digits a number should have that begins like this one, where it has another number of them; nil
// where it may well be right, or is not of a kind that the plan knows; the plan of no country expects nothing. A refused digit, '?', counts as one.
func (p Plan) Expect(digits string) []int {
	if len(digits) < shortest || len(p.Lengths) == 0 {
		return nil
	}
	begins := func(prefix string) bool { return strings.HasPrefix(digits, prefix) }
	switch {
	case begins("00" + p.Code):
		return p.expect(len(digits), len("00"+p.Code))
	case begins("00"): // abroad, where other lengths hold
		return nil
	case p.Trunk == "0" && begins(p.Code+p.Trunk) && p.nearly(len(digits), len(p.Code+p.Trunk)): // +31 (0)20…
		return p.expect(len(digits), len(p.Code+p.Trunk))
	case begins(p.Code) && p.nearly(len(digits), len(p.Code)) && !slices.Contains(p.Lengths, len(digits)): // as it is dialled from abroad, the + taken for no digit
		return p.expect(len(digits), len(p.Code))
	case begins(p.Trunk): // and so does every number where there is none
		return p.expect(len(digits), len(p.Trunk))
	case p.Trunk != "0" && len(digits) > longestLocal: // which is seldom written: a 0 tells where a number begins, a 1 does not
		return p.expect(len(digits), 0)
	}
	return nil // a local number, or none to be dialled
}

// nearly reports whether the length is right with such a prefix, or would be with a digit more or less.
func (p Plan) nearly(length, prefix int) bool {
	return slices.ContainsFunc(p.Lengths, func(n int) bool { return n+prefix-1 <= length && length <= n+prefix+1 })
}

// expect is what the length of a number with such a prefix should be, or nil if it is.
func (p Plan) expect(length, prefix int) []int {
	if slices.Contains(p.Lengths, length-prefix) {
		return nil
	}
	lengths := make([]int, len(p.Lengths))
	for i, n := range p.Lengths {
		lengths[i] = n + prefix
	}
	return lengths
}
