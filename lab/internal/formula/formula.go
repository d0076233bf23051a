// Package formula turns formulas, as the comments of this project write them, into MathML.
//
// A formula in a comment is plain Unicode, so that everyone can read it beside the code: "dq_{ij} = (p_{ij} − [j = tᵢ]) / n".
// A report shows the same formula in the form of a book. It is translated, not written again, and so the two cannot part;
// and where a page is read aloud or copied, the plain text is there as the alternative.
//
// The notation, which needs no more than a look at the comments of package model:
//
//	q_j   w_ij   q_{i,tᵢ}   hₖ      subscripts: letters, a group in braces, or letters that Unicode has
//	δ^q   xᵀ   σ²   h⁻¹             superscripts alike; a letter may have both
//	1/n   λ/2·‖w‖²                  a fraction of the two things beside the bar
//	exp(q_j) / Z                    with blanks, a fraction of the two products beside the bar; outer brackets fall
//	Σᵢ   Σ_{r,c}   maxₖ   √(…)      sums and the like with what they run over, roots
//	dW   dγ   ∂q_j                  a d before one letter belongs to it
//	x̂                               a letter with U+0302
//
// One blank parts, two or more keep formulas on one line apart. Minus is "−"; "·", "⊙" and "×" multiply. Whatever is not
// known is an error, not a guess.
package formula

import (
	"fmt"
	"html"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Inline returns the formula as an element math of a line of text.
func Inline(text string) (string, error) { return element("", text) }

// Display returns the formula as an element math for a line of its own.
func Display(text string) (string, error) { return element(` display="block"`, text) }

func element(attribute, text string) (string, error) {
	if !utf8.ValidString(text) || strings.ContainsFunc(text, func(r rune) bool { return !unicode.IsPrint(r) && r != circumflex }) {
		return "", fmt.Errorf("formula: %q is not one line of text", text)
	}
	p := &parser{rest: []rune(text)}
	nodes, err := p.row(0)
	if err != nil {
		return "", fmt.Errorf("formula: %s: %w", text, err)
	}
	return fmt.Sprintf(`<math%s alttext="%s">%s</math>`, attribute, html.EscapeString(text), row(nodes)), nil
}

// A node is a part of a formula as MathML.
type node struct {
	kind  kind
	xml   string
	inner string // of an operand in round brackets: what stands between them
	wide  bool   // a sum or maximum, which has air around it in any case
	after bool   // a blank stands before it
}

type kind int

const (
	operand  kind = iota
	times         // an operator that keeps a product together
	operator      // any other
	gap           // two blanks or more
	bar           // of a fraction
)

// row writes nodes one after the other, once their fractions are formed.
func row(nodes []node) string {
	nodes = fractions(applied(nodes))
	var xml strings.Builder
	for i, n := range nodes {
		if i > 0 && n.after && n.kind == operand && nodes[i-1].kind == operand && !n.wide && !nodes[i-1].wide {
			xml.WriteString(`<mspace width="0.17em"/>`)
		}
		xml.WriteString(n.xml)
	}
	return xml.String()
}

// applied joins what stands together without a blank: a function or matrix with its brackets, a ∂ with its variable.
func applied(nodes []node) []node {
	var joined []node
	for _, n := range nodes {
		last := len(joined) - 1
		if last >= 0 && joined[last].kind == operand && n.kind == operand && !n.after && !joined[last].wide {
			joined[last] = node{kind: operand, xml: "<mrow>" + joined[last].xml + n.xml + "</mrow>", after: joined[last].after}
			continue
		}
		joined = append(joined, n)
	}
	return joined
}

// fractions forms the fractions: first of the bars without blanks, which bind more strongly.
func fractions(nodes []node) []node {
	for _, spaced := range []bool{false, true} {
		for i := 0; i < len(nodes); i++ {
			if nodes[i].kind != bar || nodes[i].after != spaced {
				continue
			}
			begin, end := i-1, i+2
			if spaced {
				begin, end = product(nodes, i)
			}
			if begin < 0 || end > len(nodes) || begin == i || end == i+1 {
				continue // a bar by itself
			}
			above, below := bare(nodes[begin:i]), bare(nodes[i+1:end])
			fraction := node{kind: operand, xml: "<mfrac>" + above + below + "</mfrac>", after: nodes[begin].after}
			nodes = append(append(append([]node{}, nodes[:begin]...), fraction), nodes[end:]...)
			i = begin
		}
	}
	return nodes
}

// product finds the nodes on both sides of a bar that are products.
func product(nodes []node, i int) (begin, end int) {
	begin, end = i, i+1
	for begin > 0 && nodes[begin-1].kind <= times {
		begin--
	}
	for end < len(nodes) && nodes[end].kind <= times {
		end++
	}
	return begin, end
}

// bare is one side of a fraction: the bar does what round brackets would.
func bare(nodes []node) string {
	if len(nodes) == 1 && nodes[0].inner != "" {
		return "<mrow>" + nodes[0].inner + "</mrow>"
	}
	return "<mrow>" + row(nodes) + "</mrow>"
}
