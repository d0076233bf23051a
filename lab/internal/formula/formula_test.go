package formula

import (
	"encoding/xml"
	"fmt"
	"io"
	"strings"
	"testing"
)

// plain writes a formula's MathML as text that a person can check: fractions as {above | below}, scripts with ^ and _,
// sums with what stands under them.
func plain(t *testing.T, mathml string) string {
	t.Helper()
	root := parsed(t, mathml)
	return root.text()
}

// A markup is an element of MathML.
type markup struct {
	name     string
	content  string
	children []*markup
}

func parsed(t *testing.T, mathml string) *markup {
	t.Helper()
	decoder := xml.NewDecoder(strings.NewReader(mathml))
	root := &markup{}
	stack := []*markup{root}
	for {
		token, err := decoder.Token()
		if err == io.EOF {
			break
		}
		if err != nil {
			t.Fatalf("%s: %v", mathml, err)
		}
		top := stack[len(stack)-1]
		switch token := token.(type) {
		case xml.StartElement:
			n := &markup{name: token.Name.Local}
			top.children = append(top.children, n)
			stack = append(stack, n)
		case xml.EndElement:
			stack = stack[:len(stack)-1]
		case xml.CharData:
			top.content += string(token)
		}
	}
	if len(root.children) != 1 || root.children[0].name != "math" {
		t.Fatalf("%s: not one element math", mathml)
	}
	return root.children[0]
}

func (n *markup) text() string {
	var parts []string
	for _, c := range n.children {
		parts = append(parts, c.text())
	}
	want := map[string]int{"mfrac": 2, "msub": 2, "msup": 2, "munder": 2, "mover": 2, "msubsup": 3}
	if count, has := want[n.name]; has && len(parts) != count {
		return fmt.Sprintf("!%s of %d parts!", n.name, len(parts))
	}
	switch n.name {
	case "mfrac":
		return "{" + parts[0] + " | " + parts[1] + "}"
	case "msub":
		return parts[0] + "_" + parts[1]
	case "msup":
		return parts[0] + "^" + parts[1]
	case "msubsup":
		return parts[0] + "_" + parts[1] + "^" + parts[2]
	case "munder":
		return parts[0] + "below:" + parts[1]
	case "mover":
		return parts[0] + "hat"
	case "msqrt":
		return "√{" + strings.Join(parts, "") + "}"
	case "mspace":
		return " "
	case "mi", "mn", "mo", "mtext":
		return strings.ReplaceAll(n.content, "\u2061", "")
	}
	return strings.Join(parts, "")
}

// TestFormulas goes through the notation, by formulas that stand in comments of this project.
func TestFormulas(t *testing.T) {
	for _, row := range []struct{ reason, formula, want string }{
		{"subscripts of letters and a bracket that falls", "dq_{ij} = (p_{ij} − [j = tᵢ]) / n", "dq_ij={p_ij−[j=t_i] | n}"},
		{"a bar without blanks takes its neighbours only", "−1/n · Σᵢ log p(tᵢ | xᵢ)", "−{1 | n}·∑below:ilog p(t_i|x_i)"},
		{"a bar with blanks takes products", "∂ log Z / ∂q_j = exp(q_j) / Z = p_j", "{∂ log Z | ∂q_j}={exp(q_j) | Z}=p_j"},
		{"both bars", "∂/∂w_kj = hₖ·δ^q_j", "{∂ | ∂w_kj}=h_k·δ_j^q"},
		{"a bracket with a power stays", "(x + 1)² / 2", "{(x+1)^2 | 2}"},
		{"fractions within fractions", "1 / (1 + 1/n)", "{1 | 1+{1 | n}}"},
		{"two formulas on a line", "dW = hᵀ·dq,         db = Σ rows dq", "dW=h^T·dq, db=∑rows dq"},
		{"maxima run over something", "m = maxₖ qₖ", "m=maxbelow:kq_k"},
		{"or they do not", "h = max(0, z)", "h=max(0,z)"},
		{"norms and powers", "loss + λ/2·‖w‖² + const", "loss+{λ | 2}·‖w‖^2+const"},
		{"hats, roots and Greek differentials", "dz = γ/√(σ² + ε) · (dy − dβ/m − x̂·dγ/m)",
			"dz={γ | √{σ^2+ε}}·(dy−{dβ | m}−xhat·{dγ | m})"},
		{"indices", "x[y·sy + r − py, i] · w[r,c,i,o]", "x[y·s_y+r−p_y,i]·w[r,c,i,o]"},
		{"what runs below a sum in braces", "Σ_{r,c,i} w", "∑below:r,c,iw"},
		{"primes", "f′(x)", "f^′(x)"},
		{"less is no tag", "i < n", "i<n"},
	} {
		got, err := Display(row.formula)
		if err != nil {
			t.Errorf("%s: %v", row.reason, err)
			continue
		}
		if got := plain(t, got); got != row.want {
			t.Errorf("%s: %s\n got %s\nwant %s", row.reason, row.formula, got, row.want)
		}
	}
}

// TestAlternative sees that the plain text goes along, and that a display stands on its own.
func TestAlternative(t *testing.T) {
	display, _ := Display(`i < "n"`)
	if display != "" {
		t.Errorf("quotes became %s", display)
	}
	inline, err := Inline("i < n")
	if want := `<math alttext="i &lt; n"><mi>i</mi><mo>&lt;</mo><mi>n</mi></math>`; inline != want || err != nil {
		t.Errorf("got %s, %v; want %s", inline, err, want)
	}
	display, _ = Display("n")
	if want := `<math display="block" alttext="n"><mi>n</mi></math>`; display != want {
		t.Errorf("got %s, want %s", display, want)
	}
}

// TestRefusals sees that what is not known is no guess.
func TestRefusals(t *testing.T) {
	for _, row := range []struct{ formula, want string }{
		{"x - y", `formula: x - y: '-' has no meaning here`},
		{"(x", "formula: (x: ) is missing"},
		{"x)", `formula: x): ')' has no meaning here`},
		{"q_", "formula: q_: a script of nothing"},
		{"√", "formula: √: it breaks off"},
		{"x\x00", `formula: "x\x00" is not one line of text`},
	} {
		got, err := Inline(row.formula)
		if got != "" || err == nil || err.Error() != row.want {
			t.Errorf("%s: got %q, %v; want %s", row.formula, got, err, row.want)
		}
	}
}

// FuzzInline sees that whatever comes is an error or well-formed.
func FuzzInline(f *testing.F) {
	for _, s := range []string{"a/b/c", "/", "x_^", "Σ_{", "√(1", "d", "dΣ", "‖x‖‖", "x̂̂", "1 / / 2", "[)", "& <"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		got, err := Inline(s)
		if err == nil {
			parsed(t, got)
		}
	})
}
