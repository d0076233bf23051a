// The house has a plan: which room stands on which floor, and what it may import. It stands here as data and is compared
// with the imports of every Go file, so that the drawing cannot go stale. To change the house, change the plan.
package aloud_test

import (
	"fmt"
	"go/doc"
	"go/parser"
	"go/token"
	"io/fs"
	"maps"
	"os"
	"path"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// A room is one package of the house.
type room struct {
	folder   string
	floor    int // imports go down only: to rooms on a lower floor
	wing     wing
	sentence string // what it is for
	imports  string // the rooms that it may import, or everything
	unbuilt  bool   // planned; there is no such folder yet
}

// A wing is a side of the house.
type wing string

const (
	learning wing = "the wing that learns"
	shared   wing = "shared by both wings"
	reading  wing = "the wing that reads" // it must fit on a phone: no network below web, no decoders of picture files
	forTests wing = "for tests alone"     // nothing that ships may import it
)

// everything is what the roof may import.
const everything = "*"

var plan = []room{
	{folder: "cmd/aloud", floor: 7, wing: learning, imports: everything,
		sentence: "The command line, one file a command."},
	{folder: "cmd/release", floor: 7, wing: learning, imports: "internal/version",
		sentence: "Builds what is released, the same bytes anywhere."},
	{folder: "cmd/phone", floor: 7, wing: reading, imports: "digit matrix model numbering photo reader speech",
		sentence: "Pixels from the page to the reader, sentences back, as WebAssembly."},

	{folder: "lab/page", floor: 6, wing: learning, imports: "digit evaluate internal/durable lab lab/internal/formula plot",
		sentence: "The report on the experiments, as a page that everyone can read."},

	{folder: "web", floor: 5, wing: reading, imports: "batch digit model phone picture reader speech",
		sentence: "The HTTP handlers: the app, and a page that needs no script."},

	{folder: "lab", floor: 5, wing: learning, imports: "digit evaluate feature internal/durable matrix mnist model recipe train",
		sentence: "The experiments: the notebook, and what surpasses it."},
	{folder: "recipe", floor: 4, wing: learning, imports: "digit feature matrix mnist model photo scribe symbols train",
		sentence: "What this project trains: each model by its name, with the options that suit it."},
	{folder: "evaluate", floor: 4, wing: learning, imports: "digit internal/align matrix model plot reader",
		sentence: "How often a reader is right, and how often it is wrong yet sure."},
	{folder: "batch", floor: 4, wing: learning, imports: "picture reader", // and out of the phone
		sentence: "Reads many pictures, with a record for each, and goes on where it was broken off."},
	{folder: "interchange/onnx", floor: 3, wing: learning, imports: "feature matrix model",
		sentence: "Writes models as ONNX files, for other programs."},
	{folder: "phone", floor: 4, wing: reading, imports: "internal/durable matrix/simd128 reader",
		sentence: "The app for telephones as files: the page, the reader as WebAssembly, its weights."},
	{folder: "speech", floor: 4, wing: reading, imports: "numbering reader",
		sentence: "What to say: number words, doubts, aiming instructions, in each language. Text only."},

	{folder: "train", floor: 3, wing: learning, imports: "digit feature internal/align internal/durable matrix model scribe",
		sentence: "Shuffling, batches, descent, checkpoints; a sequence of epochs that the caller ranges over."},
	{folder: "reader", floor: 3, wing: reading, imports: "digit internal/align internal/spare matrix model photo",
		sentence: "The whole act of reading; carries the weights that ship."},

	{folder: "model", floor: 2, wing: shared, imports: "digit feature internal/durable matrix",
		sentence: "The classifiers and the line reader: prediction, hand-derived gradient, weights file."},

	{folder: "mnist", floor: 1, wing: learning, imports: "digit fetch",
		sentence: "Reads IDX files into labelled digits, and fetches MNIST once."},
	{folder: "symbols", floor: 1, wing: learning, imports: "digit fetch",
		sentence: "The symbol set as labelled digits."},
	{folder: "own", floor: 1, wing: learning, imports: "digit picture",
		sentence: "Somebody's own labelled digits, a folder of pictures for each."},
	{folder: "scribe", floor: 1, wing: learning, imports: "digit",
		sentence: "Draws what we learn from: jittered digits, whole numbers in one hand, photographed pages."},
	{folder: "feature", floor: 1, wing: shared, imports: "digit matrix",
		sentence: "A digit becomes the numbers that a model is given."},
	{folder: "photo", floor: 1, wing: reading, imports: "digit matrix",
		sentence: "Finds the writing in a photograph, stage by stage, each stage drawable."},

	{folder: "numbering", floor: 0, wing: reading,
		sentence: "How many digits telephone numbers have, for warnings alone."},
	{folder: "digit", floor: 0, wing: shared,
		sentence: "A digit as everyone here sees it: 28x28 grey pixels, ink 255 on 0."},
	{folder: "matrix", floor: 0, wing: shared, imports: "matrix/internal/tile",
		sentence: "Row-major dense matrices and the few products that the models need."},
	{folder: "fetch", floor: 0, wing: learning,
		sentence: "Brings a public file into a folder, whole or not at all."},
	{folder: "picture", floor: 0, wing: learning, // and out of the phone
		sentence: "Opens picture files of every common format, upright."},
	{folder: "plot", floor: 0, wing: learning, // and out of the phone, with its fonts
		sentence: "Draws the charts of a report."},
	{folder: "lab/internal/formula", floor: 0, wing: learning,
		sentence: "A formula of a comment becomes one of a page."},
	{folder: "internal/durable", floor: 0, wing: shared,
		sentence: "Writes a file whole or not at all."},
	{folder: "internal/spare", floor: -2, wing: shared,
		sentence: "Keeps memory that nobody uses for whoever needs it next."},
	{folder: "internal/version", floor: 0, wing: shared,
		sentence: "The version of the program, in one place."},
	{folder: "internal/align", floor: 0, wing: shared,
		sentence: "Lays two sequences side by side so that what tells them apart costs least."},
	{folder: "internal/needs", floor: 0, wing: forTests,
		sentence: "Lets a test say what it needs beyond the project itself."},
	{folder: "internal/corpus", floor: 0, wing: forTests,
		sentence: "Lets a fuzz test begin with what was found before."},
	{folder: "internal/corpus/keep", floor: 1, wing: learning, imports: "internal/durable",
		sentence: "Keeps what fuzzing has found on this machine."},
	{folder: "internal/thrift", floor: 0, wing: forTests,
		sentence: "Lets a test say how much memory something may take."},

	{folder: "matrix/simd128", floor: 0, wing: reading,
		sentence: "Writes the WebAssembly module in which a browser multiplies matrices."},
	{folder: "matrix/internal/tile", floor: -1, wing: shared, imports: "internal/spare",
		sentence: "Products of float32 in the vector registers of the processor."},
}

// TestFloorPlan compares the plan with the house as it stands.
func TestFloorPlan(t *testing.T) {
	house := os.DirFS(".")
	built, err := survey(house)
	if err != nil {
		t.Fatal(err)
	}
	for _, complaint := range inspect(plan, built) {
		t.Error(complaint)
	}
}

// TestPlanIsKept breaks the plan on purpose, one way a row, and sees the inspection complain. The first row breaks
// nothing.
func TestPlanIsKept(t *testing.T) {
	plan := []room{
		{folder: "roof", floor: 3, wing: learning, imports: everything},
		{folder: "web", floor: 2, wing: reading, imports: "reader"},
		{folder: "reader", floor: 1, wing: reading, imports: "ground"},
		{folder: "lab", floor: 1, wing: learning, imports: "ground", unbuilt: true},
		{folder: "ground", floor: 0, wing: shared},
		{folder: "needs", floor: 0, wing: forTests},
	}
	for _, row := range []struct {
		reason string
		change func(house map[string]building)
		want   string
	}{
		{"a house as planned", func(house map[string]building) {}, ""},
		{"two rooms that must not know each other",
			func(house map[string]building) { house["web"] = built("aloud/ground") },
			"web: imports ground, and the plan lets it import: reader"},
		{"even the roof imports downwards only",
			func(house map[string]building) { house["ground"] = built("aloud/roof") },
			"ground: imports roof, and the plan lets it import: nothing"},
		{"tests' help in what ships",
			func(house map[string]building) { house["roof"] = built("aloud/needs") },
			"roof: imports needs, which is for tests alone"},
		{"the network below web, in the wing that must fit on a phone",
			func(house map[string]building) { house["reader"] = built("net/http") },
			"reader: imports net/http below web"},
		{"web itself may",
			func(house map[string]building) { house["web"] = built("net/http") }, ""},
		{"a room that nobody planned",
			func(house map[string]building) { house["attic"] = built() },
			"attic: is not in the plan"},
		{"a room that was torn down",
			func(house map[string]building) { delete(house, "reader") },
			"reader: is in the plan and has no Go file"},
		{"a plan that does not know that a room is finished",
			func(house map[string]building) { house["lab"] = built() },
			"lab: stands, and the plan calls it unbuilt"},
		{"a room that does not say what it is",
			func(house map[string]building) { house["ground"] = building{imports: map[string]string{}} },
			"ground: no file has a package comment"},
	} {
		t.Run(row.reason, func(t *testing.T) {
			house := map[string]building{
				"roof": built("aloud/web", "aloud/reader", "fmt"), "web": built("aloud/reader"),
				"reader": built("aloud/ground"), "ground": built(), "needs": built("os"),
			}
			row.change(house)
			if got := strings.Join(inspect(plan, house), "\n"); got != row.want {
				t.Errorf("got %q, want %q", got, row.want)
			}
		})
	}
}

// TestPlanGoesDown holds the plan itself to its rule: what a room may import stands on a lower floor.
func TestPlanGoesDown(t *testing.T) {
	floors := map[string]int{}
	for _, r := range plan {
		floors[r.folder] = r.floor
	}
	for _, r := range plan {
		for _, below := range strings.Fields(r.imports) {
			if floor, known := floors[below]; below != everything && (!known || floor >= r.floor) {
				t.Errorf("%s on floor %d may import %s on floor %d (in the plan: %t)", r.folder, r.floor, below, floor, known)
			}
		}
	}
}

// A building is a folder with Go files as it stands, tests aside.
type building struct {
	synopsis string            // the first sentence of its package comment
	imports  map[string]string // what it imports, each with a file that does
}

// built is a building with a comment and these imports.
func built(imports ...string) building {
	b := building{synopsis: "Package p is made up.", imports: map[string]string{}}
	for _, name := range imports {
		b.imports[name] = "p.go"
	}
	return b
}

// survey finds every folder with Go files and what they import, tests aside. A folder that is a module of its own, which
// writes code for us, is no part of the house.
func survey(house fs.FS) (map[string]building, error) {
	found := map[string]building{}
	err := fs.WalkDir(house, ".", func(name string, entry fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case entry.IsDir() && name != "." && (entry.Name() == "testdata" || strings.HasPrefix(entry.Name(), ".")):
			return fs.SkipDir
		case entry.IsDir() && name != "." && isModule(house, name):
			return fs.SkipDir
		case entry.IsDir() || path.Ext(name) != ".go" || strings.HasSuffix(name, "_test.go"):
			return nil
		}
		return surveyFile(found, house, name)
	})
	return found, err
}

func isModule(house fs.FS, folder string) bool {
	_, err := fs.Stat(house, path.Join(folder, "go.mod"))
	return err == nil
}

// surveyFile adds one file to the building that it stands in.
func surveyFile(found map[string]building, house fs.FS, name string) error {
	source, err := fs.ReadFile(house, name)
	if err != nil {
		return err
	}
	file, err := parser.ParseFile(token.NewFileSet(), name, source, parser.ImportsOnly|parser.ParseComments)
	if err != nil {
		return err
	}
	b, known := found[path.Dir(name)]
	if !known {
		b.imports = map[string]string{}
	}
	if file.Doc != nil {
		b.synopsis = new(doc.Package).Synopsis(file.Doc.Text())
	}
	for _, spec := range file.Imports {
		imported, err := strconv.Unquote(spec.Path.Value)
		if err != nil {
			return err
		}
		b.imports[imported] = name
	}
	found[path.Dir(name)] = b
	return nil
}

// inspect compares the house with the plan, both ways, and returns its complaints.
func inspect(plan []room, house map[string]building) []string {
	var complaints []string
	rooms := map[string]room{}
	for _, r := range plan {
		rooms[r.folder] = r
		switch _, stands := house[r.folder]; {
		case stands && r.unbuilt:
			complaints = append(complaints, r.folder+": stands, and the plan calls it unbuilt")
		case !stands && !r.unbuilt:
			complaints = append(complaints, r.folder+": is in the plan and has no Go file")
		}
	}
	for _, folder := range slices.Sorted(maps.Keys(house)) {
		r, planned := rooms[folder]
		if !planned {
			complaints = append(complaints, folder+": is not in the plan")
			continue
		}
		complaints = append(complaints, inspectRoom(r, rooms, house[folder])...)
	}
	return complaints
}

// inspectRoom compares one building with its room in the plan.
func inspectRoom(r room, rooms map[string]room, b building) []string {
	var complaints []string
	complain := func(format string, args ...any) {
		complaints = append(complaints, r.folder+": "+fmt.Sprintf(format, args...))
	}
	if b.synopsis == "" {
		complain("no file has a package comment")
	}
	for _, imported := range slices.Sorted(maps.Keys(b.imports)) {
		below, ours := strings.CutPrefix(imported, "aloud/")
		switch {
		case imported == "net/http" && r.wing != learning && r.floor < rooms["web"].floor:
			complain("imports net/http below web")
		case ours && rooms[below].wing == forTests:
			complain("imports %s, which is for tests alone", below)
		case ours && r.imports != everything && !slices.Contains(strings.Fields(r.imports), below):
			complain("imports %s, and the plan lets it import: %s", below, orNothing(r.imports))
		}
	}
	return complaints
}

func orNothing(imports string) string {
	if imports == "" {
		return "nothing"
	}
	return imports
}
