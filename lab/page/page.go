// Package page writes what the lab has found as one report that anyone can read: on a phone, on paper, by a screen reader.
//
// The report is a single file without a script and without anything to be fetched; its pictures lie beside it too, as PNG
// and SVG. Each picture has words that say what it shows and a table of its numbers; formulas are MathML, translated from
// the very text of the comments in the code.
package page

import (
	"bytes"
	"embed"
	"fmt"
	"html/template"
	"os"
	"path/filepath"
	"strings"

	"aloud/internal/durable"
	"aloud/lab"
	"aloud/lab/internal/formula"
)

// FileName is the name of the report.
const FileName = "index.html"

//go:embed *.html style.css
var files embed.FS

// Write writes the report on the results into the folder, which must be there, and every picture beside it.
func Write(folder string, r lab.Results) error {
	p := newPage(r)
	report, err := p.render()
	if err != nil {
		return err
	}
	if err := removeGalleries(folder); err != nil {
		return fmt.Errorf("lab: %w", err)
	}
	for _, e := range p.exhibits {
		for end, file := range map[string][]byte{".png": e.png, ".svg": e.svg} {
			if err := durable.WriteFile(filepath.Join(folder, e.Name+end), file); err != nil {
				return fmt.Errorf("lab: %w", err)
			}
		}
	}
	if err := durable.WriteFile(filepath.Join(folder, FileName), report); err != nil {
		return fmt.Errorf("lab: %w", err)
	}
	return nil
}

// removeGalleries removes the galleries of errors: there may have been more of them.
func removeGalleries(folder string) error {
	for _, end := range []string{".png", ".svg"} {
		old, err := filepath.Glob(filepath.Join(folder, galleryName+"[0-9]*"+end))
		if err != nil {
			return err
		}
		for _, file := range old {
			if err := os.Remove(file); err != nil {
				return err
			}
		}
	}
	return nil
}

// A page is the report while it is written.
type page struct {
	lab.Results
	exhibits []*Exhibit // drawn so far
	claims   []claim    // what it says of the code
}

// A claim is that a function computes a formula, and says so in its comment.
type claim struct{ where, function, formula string }

func newPage(r lab.Results) *page { return &page{Results: r} }

// render returns the report as HTML.
func (p *page) render() ([]byte, error) {
	style, err := files.ReadFile("style.css")
	if err != nil {
		return nil, fmt.Errorf("lab: %w", err)
	}
	templates, err := template.New("").Funcs(template.FuncMap{
		"style":   func() template.CSS { return template.CSS(style) },
		"math":    inline,
		"formula": display,
		"code":    p.code,
		"percent": percent,
		"number":  number,
		"decimal": decimal,
		"ten":     powerOfTen,
		"checks":  p.checks,
	}).ParseFS(files, "*.html")
	if err != nil {
		return nil, fmt.Errorf("lab: %w", err)
	}
	var report bytes.Buffer
	if err := templates.ExecuteTemplate(&report, "index.html", p); err != nil {
		return nil, fmt.Errorf("lab: %w", err)
	}
	return report.Bytes(), nil
}

// inline is a formula in a line of text.
func inline(text string) (template.HTML, error) {
	math, err := formula.Inline(text)
	return template.HTML(math), err
}

// longFormula is the number of letters from which a formula may be wider than the screen of a phone.
const longFormula = 44

// lineBreak stands in a formula where it may be broken into lines.
const lineBreak = " ¦ "

// display is formulas on lines of their own.
func display(texts ...string) (template.HTML, error) {
	var lines template.HTML
	for _, line := range strings.Split(strings.Join(texts, lineBreak), lineBreak) {
		math, err := formula.Display(line)
		if err != nil {
			return "", err
		}
		attributes := ""
		if len([]rune(line)) > longFormula {
			attributes = ` tabindex="0" role="group" aria-label="a long formula"` // so that keys can scroll it
		}
		lines += template.HTML(`<div class="formula"` + attributes + ">" + math + "</div>")
	}
	return lines, nil
}

// code is a formula with the function that computes it, whose comment has the same formula. The function is named with the
// folder that it is in: "model/crossentropy.go", "crossEntropyBackward".
func (p *page) code(file, function string, texts ...string) (template.HTML, error) {
	lines, err := display(texts...)
	for _, text := range texts {
		p.claims = append(p.claims, claim{file, function, strings.ReplaceAll(text, lineBreak, " ")})
	}
	where := template.HTML(`<p class="code">In the code: <code>` + template.HTMLEscapeString(function) + `</code> in <code>` +
		template.HTMLEscapeString(file) + `</code></p>`)
	return lines + where, err
}
