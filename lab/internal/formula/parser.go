package formula

import (
	"errors"
	"fmt"
	"html"
	"strings"
	"unicode"
)

// A parser reads a formula from the left.
type parser struct {
	rest    []rune
	letters bool // each letter is a variable of its own, as in subscripts
}

// next is the coming rune; 0 at the end.
func (p *parser) next() rune {
	if len(p.rest) == 0 {
		return 0
	}
	return p.rest[0]
}

// take takes the coming rune.
func (p *parser) take() rune {
	r := p.rest[0]
	p.rest = p.rest[1:]
	return r
}

// takeWhile takes the coming runes that are of a kind.
func (p *parser) takeWhile(of func(rune) bool) string {
	n := 0
	for n < len(p.rest) && of(p.rest[n]) {
		n++
	}
	taken := string(p.rest[:n])
	p.rest = p.rest[n:]
	return taken
}

// row reads up to the closing bracket, which it takes, or to the end where that is 0.
func (p *parser) row(closing rune) ([]node, error) {
	var nodes []node
	for {
		blanks := len(p.takeWhile(func(r rune) bool { return r == ' ' }))
		if blanks > 1 && len(nodes) > 0 && p.next() != 0 {
			nodes = append(nodes, node{kind: gap, xml: `<mspace width="2em"/>`})
		}
		switch r := p.next(); {
		case r == closing && r != 0:
			p.take()
			return nodes, nil
		case r == 0 && closing == 0:
			return nodes, nil
		case r == 0:
			return nil, fmt.Errorf("%c is missing", closing)
		}
		n, err := p.node()
		if err != nil {
			return nil, err
		}
		n.after = blanks > 0
		nodes = append(nodes, n)
	}
}

// node reads the coming operator, or operand with its scripts.
func (p *parser) node() (node, error) {
	r := p.next()
	if r == '/' {
		p.take()
		return node{kind: bar, xml: "<mo>/</mo>"}, nil
	}
	if strings.ContainsRune("·⊙×", r) {
		p.take()
		return node{kind: times, xml: "<mo>" + string(r) + "</mo>"}, nil
	}
	if strings.ContainsRune("+−=<>≤≥≈≠~∈←→±,;:|", r) {
		p.take()
		attributes := ""
		if r == '|' {
			attributes = ` stretchy="false" lspace="0.2em" rspace="0.2em"`
		}
		return node{kind: operator, xml: "<mo" + attributes + ">" + html.EscapeString(string(r)) + "</mo>"}, nil
	}
	base, err := p.base()
	if err != nil {
		return node{}, err
	}
	return p.scripts(base)
}

// base reads an operand without its scripts.
func (p *parser) base() (node, error) {
	switch r := p.next(); {
	case isLetter(r) && !p.letters:
		return p.hat(word(p.takeWhile(isLetter), p)), nil
	case isLetter(r):
		return p.hat(identifier(string(p.take()))), nil
	case unicode.Is(unicode.Greek, r) && r != 'Σ':
		return p.hat(identifier(string(p.take()))), nil
	case isDigit(r):
		return node{xml: "<mn>" + p.takeWhile(isDigit) + "</mn>"}, nil
	case strings.ContainsRune("½¼", r) && r != 0:
		return node{xml: "<mn>" + string(p.take()) + "</mn>"}, nil
	case r == 'Σ':
		p.take()
		return node{xml: `<mo>∑</mo>`, wide: true}, nil
	case r == '∂':
		p.take()
		return node{xml: `<mi mathvariant="normal">∂</mi>`}, nil
	case r == '…':
		p.take()
		return node{xml: "<mo>…</mo>"}, nil
	case r == '√':
		p.take()
		under, err := p.base()
		if err != nil {
			return node{}, err
		}
		return node{xml: "<msqrt>" + bare([]node{under}) + "</msqrt>"}, nil
	case brackets[r] != 0:
		return p.bracketed(p.take())
	case r == 0:
		return node{}, errors.New("it breaks off")
	default:
		return node{}, fmt.Errorf("%q has no meaning here", r)
	}
}

func isDigit(r rune) bool  { return '0' <= r && r <= '9' }
func isLetter(r rune) bool { return 'a' <= r && r <= 'z' || 'A' <= r && r <= 'Z' }

// brackets are what opens, with what closes it.
var brackets = map[rune]rune{'(': ')', '[': ']', '‖': '‖'}

// bracketed reads what stands between brackets, the opening one of which has been taken.
func (p *parser) bracketed(opening rune) (node, error) {
	within := parser{rest: p.rest}
	nodes, err := within.row(brackets[opening])
	if err != nil {
		return node{}, err
	}
	p.rest = within.rest
	inner := row(nodes)
	n := node{xml: fmt.Sprintf("<mrow><mo>%c</mo>%s<mo>%c</mo></mrow>", opening, inner, brackets[opening])}
	if opening == '(' {
		n.inner = inner
	}
	return n, nil
}

// named are words that are the names of functions or of operators.
var named = map[string]bool{"exp": true, "log": true, "max": true, "min": true, "ln": true}

// word is a run of letters: a variable, the gradient by one, a function, or a word.
func word(letters string, p *parser) node {
	switch greek := p.next(); {
	case letters == "d" && unicode.Is(unicode.Greek, greek) && greek != 'Σ':
		p.take()
		return differential(string(greek))
	case len(letters) == 1:
		return identifier(letters)
	case named[letters] && strings.ContainsRune("_ᵢⱼₖ", p.next()) && p.next() != 0:
		return node{xml: `<mo>` + letters + `</mo>`, wide: true} // runs over something, as a sum does
	case named[letters]:
		return node{xml: "<mrow><mi>" + letters + "</mi><mo>&#x2061;</mo></mrow>"} // the sign of application
	case len(letters) == 2 && letters[0] == 'd':
		return differential(letters[1:])
	case len(letters) == 2: // sy: the y belongs to the s
		return node{xml: "<msub><mi>" + letters[:1] + "</mi><mi>" + letters[1:] + "</mi></msub>"}
	}
	return node{xml: "<mi>" + letters + "</mi>"}
}

func identifier(letter string) node { return node{xml: "<mi>" + letter + "</mi>"} }

func differential(variable string) node {
	return node{xml: "<mrow><mi>d</mi><mi>" + variable + "</mi></mrow>"}
}

// circumflex follows a letter that wears a hat.
const circumflex = '\u0302'

// hat puts on the hat that follows a letter.
func (p *parser) hat(n node) node {
	if p.next() == circumflex {
		p.take()
		n.xml = `<mover accent="true">` + n.xml + `<mo stretchy="false">^</mo></mover>`
	}
	return n
}

// raised and lowered are the letters that Unicode has as scripts.
var (
	raised  = map[rune]rune{'⁰': '0', '¹': '1', '²': '2', '³': '3', '⁴': '4', '⁵': '5', '⁻': '−', 'ᵀ': 'T', 'ᵗ': 't', '′': '′'}
	lowered = map[rune]rune{'₀': '0', '₁': '1', '₂': '2', '₃': '3', '₊': '+', 'ᵢ': 'i', 'ⱼ': 'j', 'ₖ': 'k', 'ₘ': 'm', 'ₙ': 'n', 'ₜ': 't'}
)

// scripts reads what is raised and lowered behind an operand.
func (p *parser) scripts(base node) (node, error) {
	var sub, super string
	for {
		var err error
		switch r := p.next(); {
		case r == '_' || r == '^':
			p.take()
			script := &super
			if r == '_' {
				script = &sub
			}
			*script, err = p.script()
		case raised[r] != 0:
			super += p.scriptLetters(raised)
		case lowered[r] != 0:
			sub += p.scriptLetters(lowered)
		default:
			return scripted(base, sub, super), nil
		}
		if err != nil {
			return node{}, err
		}
	}
}

// script reads what follows _ or ^: a run of letters and digits, or a group in braces.
func (p *parser) script() (string, error) {
	part := parser{letters: true}
	if p.next() == '{' {
		p.take()
		part.rest = p.rest
		nodes, err := part.row('}')
		p.rest = part.rest
		return row(nodes), err
	}
	part.rest = []rune(p.takeWhile(func(r rune) bool { return isLetter(r) || isDigit(r) }))
	if len(part.rest) == 0 {
		return "", errors.New("a script of nothing")
	}
	nodes, err := part.row(0)
	return row(nodes), err
}

// scriptLetters reads a run of letters that Unicode has as scripts.
func (p *parser) scriptLetters(letters map[rune]rune) string {
	var xml strings.Builder
	for letters[p.next()] != 0 {
		switch r := letters[p.take()]; {
		case isDigit(r):
			xml.WriteString("<mn>" + string(r) + "</mn>")
		case isLetter(r):
			xml.WriteString("<mi>" + string(r) + "</mi>")
		default:
			xml.WriteString("<mo>" + string(r) + "</mo>")
		}
	}
	return xml.String()
}

// scripted puts the scripts where they belong: below a sum, beside all else.
func scripted(base node, sub, super string) node {
	sub, super = "<mrow>"+sub+"</mrow>", "<mrow>"+super+"</mrow>"
	const none = "<mrow></mrow>"
	switch {
	case sub == none && super == none:
		return base
	case base.wide:
		base.xml = "<munder>" + base.xml + sub + "</munder>"
	case super == none:
		base.xml = "<msub>" + base.xml + sub + "</msub>"
	case sub == none:
		base.xml = "<msup>" + base.xml + super + "</msup>"
	default:
		base.xml = "<msubsup>" + base.xml + sub + super + "</msubsup>"
	}
	base.inner = "" // its brackets must stay
	return base
}
