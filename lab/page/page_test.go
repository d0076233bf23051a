package page

import (
	"bytes"
	"context"
	"encoding/xml"
	"go/ast"
	"go/parser"
	"go/token"
	"io"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"

	"aloud/digit"
	"aloud/lab"
	"aloud/mnist"
)

// toyData are digits that are easy: a bar at a height of its own for each class, and noise.
func toyData(training, test int) lab.Data {
	random := rand.New(rand.NewPCG(1, 2))
	digits := func(n int) []digit.Labelled {
		digits := make([]digit.Labelled, n)
		for i := range digits {
			digits[i].Class = uint8(i % 10)
			for p := range digits[i].Digit {
				digits[i].Digit[p] = uint8(random.IntN(60))
				if p/digit.Side/2 == 2+i%10 {
					digits[i].Digit[p] += 150
				}
			}
		}
		return digits
	}
	data := lab.Data{Training: digits(training), Test: digits(test)}
	data.Split = mnist.SplitLast(data.Training, 1.0/12)
	return data
}

// toyResults are those of a quick series on toy digits, which is run once.
func toyResults(t *testing.T) lab.Results {
	t.Helper()
	r, err := runToy()
	if err != nil {
		t.Fatal(err)
	}
	return r
}

var runToy = sync.OnceValues(func() (last lab.Results, err error) {
	folder, err := os.MkdirTemp("", "lab")
	if err != nil {
		return lab.Results{}, err
	}
	defer os.RemoveAll(folder)
	s, err := lab.Begin(toyData(240, 60), lab.Options{Folder: folder, Seed: 1, Quick: true})
	if err != nil {
		return lab.Results{}, err
	}
	err = s.Run(context.Background(), func(lab.Progress) {}, func(r lab.Results) error { last = r; return nil })
	return last, err
})

// TestWrite writes a report and looks at it as the programs do that read it to people.
func TestWrite(t *testing.T) {
	folder := t.TempDir()
	if err := Write(folder, toyResults(t)); err != nil {
		t.Fatal(err)
	}
	report, err := os.ReadFile(filepath.Join(folder, FileName))
	if err != nil {
		t.Fatal(err)
	}
	d := parse(t, report)
	d.checkHeadings(t)
	d.checkPictures(t, folder)
	d.checkReferences(t)
	d.checkTables(t)
}

// TestEmpty writes a report of which nothing has been done yet.
func TestEmpty(t *testing.T) {
	s, err := lab.Begin(toyData(240, 60), lab.Options{Folder: t.TempDir(), Seed: 1})
	if err != nil {
		t.Fatal(err)
	}
	report, err := newPage(s.Results()).render()
	if err != nil {
		t.Fatal(err)
	}
	parse(t, report).checkHeadings(t)
	if !strings.Contains(string(report), "This report is not complete.") {
		t.Error("it does not say that it is not complete")
	}
}

// An element is one of a page.
type element struct {
	name       string
	attributes map[string]string
	text       string // all of it, of the elements in it too
	children   []*element
	parent     *element
}

// A document is all elements of a page in their order.
type document []*element

// parse reads a page that is well-formed as XML is, so that no program has to guess.
func parse(t *testing.T, page []byte) document {
	t.Helper()
	decoder := xml.NewDecoder(bytes.NewReader(page))
	var all document
	top := &element{}
	for {
		token, err := decoder.Token()
		if err == io.EOF {
			break
		}
		if err != nil {
			t.Fatal(err)
		}
		switch token := token.(type) {
		case xml.StartElement:
			e := &element{name: token.Name.Local, attributes: map[string]string{}, parent: top}
			for _, a := range token.Attr {
				e.attributes[a.Name.Local] = a.Value
			}
			top.children = append(top.children, e)
			all = append(all, e)
			top = e
		case xml.EndElement:
			top = top.parent
		case xml.CharData:
			for e := top; e != nil; e = e.parent {
				e.text += string(token)
			}
		}
	}
	return all
}

// named are the elements of that name.
func (d document) named(name string) document {
	return slices.DeleteFunc(slices.Clone(d), func(e *element) bool { return e.name != name })
}

// checkHeadings wants headings that go down one level at a time, and landmarks.
func (d document) checkHeadings(t *testing.T) {
	t.Helper()
	level := byte('0')
	for _, e := range d {
		if len(e.name) != 2 || e.name[0] != 'h' || e.name[1] < '1' || e.name[1] > '6' {
			continue
		}
		if e.name[1] > level+1 {
			t.Errorf("%s %q follows a heading of level %c", e.name, e.text, level)
		}
		level = e.name[1]
	}
	for name, want := range map[string]int{"h1": 1, "main": 1, "nav": 1, "header": 1, "title": 1} {
		if n := len(d.named(name)); n != want {
			t.Errorf("%d elements %s, want %d", n, name, want)
		}
	}
	if lang := d.named("html")[0].attributes["lang"]; lang != "en" {
		t.Errorf("lang is %q", lang)
	}
}

// checkPictures wants words and a table for every picture, and its two files.
func (d document) checkPictures(t *testing.T, folder string) {
	t.Helper()
	if len(d.named("img")) < 10 || len(d.named("img")) != len(d.named("figure")) {
		t.Errorf("%d pictures in %d figures", len(d.named("img")), len(d.named("figure")))
	}
	for _, figure := range d.named("figure") {
		var inside document
		inside.add(figure)
		pictures, name := inside.named("img"), figure.attributes["id"]
		if len(pictures) != 1 || len(pictures[0].attributes["alt"]) < 40 {
			t.Errorf("%s: %d pictures, the first with the words %q", name, len(pictures), pictures[0].attributes["alt"])
		}
		if rows := inside.named("tr"); len(inside.named("table")) != 1 || len(rows) < 2 {
			t.Errorf("%s: %d tables of %d rows", name, len(inside.named("table")), len(rows))
		}
		for _, end := range []string{".png", ".svg"} {
			if file, err := os.ReadFile(filepath.Join(folder, name+end)); err != nil || len(file) < 1000 {
				t.Errorf("%s%s: %d bytes, %v", name, end, len(file), err)
			}
		}
	}
}

func (d *document) add(e *element) {
	*d = append(*d, e)
	for _, c := range e.children {
		d.add(c)
	}
}

// checkReferences wants nothing that has to be fetched, no script, and that every link leads somewhere.
func (d document) checkReferences(t *testing.T) {
	t.Helper()
	ids := map[string]bool{}
	for _, e := range d {
		if id := e.attributes["id"]; id != "" {
			if ids[id] {
				t.Errorf("two elements are called %s", id)
			}
			ids[id] = true
		}
	}
	for _, e := range d {
		if e.name == "script" || e.name == "link" || e.name == "iframe" {
			t.Errorf("an element %s", e.name)
		}
		for attribute, value := range e.attributes {
			switch {
			case strings.HasPrefix(attribute, "on"):
				t.Errorf("%s: a script in %s", e.name, attribute)
			case attribute == "href" && !ids[strings.TrimPrefix(value, "#")]:
				t.Errorf("a link to %s", value)
			case attribute == "src" && !strings.HasPrefix(value, "data:image/svg+xml;base64,"):
				t.Errorf("%s: src %.40s", e.name, value)
			case attribute == "aria-labelledby" && !ids[value]:
				t.Errorf("%s: labelled by %s, which is not there", e.name, value)
			}
		}
		if e.name == "style" && strings.Contains(e.text, "url(") {
			t.Error("the style fetches something")
		}
	}
}

// checkTables wants a caption for every table, and rows of one length with a heading each.
func (d document) checkTables(t *testing.T) {
	t.Helper()
	for _, table := range d.named("table") {
		var inside document
		inside.add(table)
		captions, rows := inside.named("caption"), inside.named("tr")
		if len(captions) != 1 || captions[0].text == "" {
			t.Errorf("a table with %d captions", len(captions))
			continue
		}
		for _, row := range rows {
			if len(row.children) != len(rows[0].children) || row.children[0].name != "th" {
				t.Errorf("%s: row %q has %d cells of %d", captions[0].text, row.text, len(row.children), len(rows[0].children))
			}
		}
	}
}

// TestClaims holds what the report says of the code against the code: each formula must stand in the comment of the function
// that is said to compute it.
func TestClaims(t *testing.T) {
	p := newPage(toyResults(t))
	if _, err := p.render(); err != nil {
		t.Fatal(err)
	}
	if len(p.claims) < 20 {
		t.Errorf("only %d claims", len(p.claims))
	}
	for _, c := range p.claims {
		comment := commentOf(t, filepath.Join("..", "..", filepath.FromSlash(c.where)), c.function)
		if !strings.Contains(comment, c.formula) {
			t.Errorf("%s: %s: no formula %s in its comment:\n%s", c.where, c.function, c.formula, comment)
		}
	}
}

// commentOf is the comment of a function, method ("Type.Method") or type in a file.
func commentOf(t *testing.T, path, name string) string {
	t.Helper()
	file, err := parser.ParseFile(token.NewFileSet(), path, nil, parser.ParseComments)
	if err != nil {
		t.Fatal(err)
	}
	for _, declaration := range file.Decls {
		switch d := declaration.(type) {
		case *ast.FuncDecl:
			if receiver(d)+d.Name.Name == name {
				return d.Doc.Text()
			}
		case *ast.GenDecl:
			for _, spec := range d.Specs {
				if s, ok := spec.(*ast.TypeSpec); ok && s.Name.Name == name {
					return d.Doc.Text()
				}
			}
		}
	}
	t.Errorf("%s: no %s", path, name)
	return ""
}

// receiver is "Type." for a method, and else nothing.
func receiver(d *ast.FuncDecl) string {
	if d.Recv == nil {
		return ""
	}
	e := d.Recv.List[0].Type
	for {
		switch t := e.(type) {
		case *ast.StarExpr:
			e = t.X
		case *ast.IndexExpr:
			e = t.X
		case *ast.Ident:
			return t.Name + "."
		default:
			return ""
		}
	}
}

// TestWhyIsShort keeps the answer to why the weights look as they do below a hundred words.
func TestWhyIsShort(t *testing.T) {
	source, err := files.ReadFile("notebook.html")
	if err != nil {
		t.Fatal(err)
	}
	_, answer, found := strings.Cut(string(source), `{{define "why"}}`)
	answer, _, closed := strings.Cut(answer, "{{end}}")
	if n := len(strings.Fields(answer)); !found || !closed || n < 40 || n >= 100 {
		t.Errorf("%d words", n)
	}
}
