package aloud_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// harmless is what measures how fast the machine is, for benchmarks: it writes down a sum that nobody reads.
const harmless = "matrix: peakPlain changes peakSum"

// TestNoGlobalState wants no function of the rooms that others embed, those that read and what they share, to change a
// variable of its package: two programs in one, or two readers, know nothing of one another.
func TestNoGlobalState(t *testing.T) {
	looked := 0
	for _, r := range plan {
		if r.unbuilt || r.wing != reading && r.wing != shared || strings.HasPrefix(r.folder, "cmd/") {
			continue
		}
		looked++
		for _, complaint := range changes(t, os.DirFS(filepath.FromSlash(r.folder))) {
			if r.folder+": "+complaint == harmless {
				continue
			}
			t.Errorf("%s: %s", r.folder, complaint)
		}
	}
	if looked < 8 {
		t.Errorf("looked at %d rooms alone", looked)
	}
}

// TestNoGlobalStateSees has it look at a package that does all that is forbidden.
func TestNoGlobalStateSees(t *testing.T) {
	folder := t.TempDir()
	os.WriteFile(filepath.Join(folder, "a.go"), []byte("package p\nvar count, list, ready = 0, []int{1}, struct{ yes bool }{}\n"), 0o666)
	os.WriteFile(filepath.Join(folder, "b.go"), []byte(`package p
func f(a int) { count++; list[a] = 2; ready.yes = true; count, a = 3, 4 }
func fine(count int) { count = 2; list := []int{1}; list[0] = 2; for count = range list {} }
`), 0o666)
	if got := strings.Join(changes(t, os.DirFS(folder)), ", "); got != "f changes count, f changes list, f changes ready, f changes count" {
		t.Errorf("got %s", got)
	}
}

// changes lists where functions of a package, tests aside, assign to its variables.
func changes(t *testing.T, folder fs.FS) (complaints []string) {
	t.Helper()
	names, err := fs.Glob(folder, "*.go")
	if err != nil {
		t.Fatal(err)
	}
	global := map[string]bool{}
	var files []*ast.File
	for _, name := range names {
		if strings.HasSuffix(name, "_test.go") {
			continue
		}
		source, err := fs.ReadFile(folder, name)
		if err != nil {
			t.Fatal(err)
		}
		file, err := parser.ParseFile(token.NewFileSet(), name, source, 0)
		if err != nil {
			t.Fatal(err)
		}
		files = append(files, file)
		for _, declared := range file.Scope.Objects {
			global[declared.Name] = global[declared.Name] || declared.Kind == ast.Var
		}
	}
	for _, file := range files {
		for _, declaration := range file.Decls {
			f, ok := declaration.(*ast.FuncDecl)
			if !ok || f.Body == nil || f.Name.Name == "init" {
				continue
			}
			for _, changed := range assigned(f.Body) {
				ofPackage := changed.Obj == nil || changed.Obj == file.Scope.Lookup(changed.Name)
				if ofPackage && global[changed.Name] {
					complaints = append(complaints, f.Name.Name+" changes "+changed.Name)
				}
			}
		}
	}
	return complaints
}

// assigned are the variables that statements assign to, or to parts of.
func assigned(body ast.Node) (changed []*ast.Ident) {
	add := func(expression ast.Expr) {
		for {
			switch e := expression.(type) {
			case *ast.IndexExpr:
				expression = e.X
			case *ast.SelectorExpr:
				expression = e.X
			case *ast.StarExpr:
				expression = e.X
			case *ast.ParenExpr:
				expression = e.X
			case *ast.Ident:
				changed = append(changed, e)
				return
			default:
				return
			}
		}
	}
	ast.Inspect(body, func(n ast.Node) bool {
		switch s := n.(type) {
		case *ast.AssignStmt:
			if s.Tok != token.DEFINE {
				for _, e := range s.Lhs {
					add(e)
				}
			}
		case *ast.IncDecStmt:
			add(s.X)
		case *ast.RangeStmt:
			if s.Tok == token.ASSIGN {
				add(s.Key)
			}
		}
		return true
	})
	return changed
}
