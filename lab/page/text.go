package page

import (
	"fmt"
	"math"
	"strconv"
	"strings"
)

// blank is a blank at which no line is broken.
const blank = "\u00a0"

// percent writes a share in percent.
func percent(share float64) string {
	return minus(strconv.FormatFloat(100*share, 'f', 2, 64)) + blank + "%"
}

// number writes a whole number with its thousands apart.
func number(n int) string {
	digits := strconv.Itoa(n)
	sign := ""
	if n < 0 {
		sign, digits = "−", digits[1:]
	}
	if len(digits) <= 4 {
		return sign + digits
	}
	for i := len(digits) - 3; i > 0; i -= 3 {
		digits = digits[:i] + blank + digits[i:]
	}
	return sign + digits
}

// decimal writes a number with so many places behind the point.
func decimal(places int, v float64) string {
	if math.IsInf(v, 0) {
		return minus(strings.Replace(fmt.Sprintf("%+.0f", v), "Inf", "∞", 1))
	}
	return minus(strconv.FormatFloat(v, 'f', places, 64))
}

// powerOfTen writes a small or large number as one of ten: 3.2×10⁻¹¹.
func powerOfTen(v float64) string {
	if v == 0 || math.IsNaN(v) || math.IsInf(v, 0) {
		return fmt.Sprint(v)
	}
	mantissa, exponent, _ := strings.Cut(strconv.FormatFloat(v, 'e', 1, 64), "e")
	e, _ := strconv.Atoi(exponent)
	return minus(mantissa) + "×10" + raised.Replace(strconv.Itoa(e))
}

var raised = strings.NewReplacer("0", "⁰", "1", "¹", "2", "²", "3", "³", "4", "⁴", "5", "⁵", "6", "⁶", "7", "⁷", "8", "⁸",
	"9", "⁹", "-", "⁻")

func minus(s string) string { return strings.Replace(s, "-", "−", 1) }

// list joins words as a person does: "a, b and c".
func list(words []string) string {
	last := len(words) - 1
	if last < 1 {
		return strings.Join(words, "")
	}
	return strings.Join(words[:last], ", ") + " and " + words[last]
}

// plural is "1 error" or "7 errors".
func plural(n int, thing string) string {
	if n == 1 {
		return "1 " + thing
	}
	return number(n) + " " + thing + "s"
}
