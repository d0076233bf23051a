package simd128

import (
	"bytes"
	"context"
	"flag"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"aloud/internal/needs"
)

var bench = flag.String("node-bench", "", "run the benchmarks of package tile that match, under node")

// The module is small, and what it exports is what package tile imports: node compiles it.
func TestModule(t *testing.T) {
	if size := len(Module()); size > 12<<10 {
		t.Errorf("the module has %d bytes, which is no longer a few kilobytes", size)
	}
	if !bytes.Equal(Module(), Module()) {
		t.Error("twice the module is not the same")
	}
}

// The tests of the rooms that import the module pass in a browser's engine too: products of all shapes against their
// definition, the functions of single numbers, and what must not be touched.
func TestUnderNode(t *testing.T) {
	node := needs.Program(t, "node")
	root, err := exec.Command("go", "env", "GOROOT").Output()
	if err != nil {
		t.Fatal(err)
	}
	module := filepath.Join(t.TempDir(), "tile.wasm")
	if err := os.WriteFile(module, Module(), 0o644); err != nil {
		t.Fatal(err)
	}
	for _, room := range []struct{ folder, tests string }{
		{"aloud/matrix/internal/tile", "TestMultiply|TestLeaps|TestTranspose|TestTooShort|TestEndOfMemory"},
		{"aloud/matrix", "TestProductsFloat32|TestPatchesFloat32|TestSameInAnyBatch|TestVectors$|TestOperations$|TestBytes"},
	} {
		t.Run(room.folder, func(t *testing.T) {
			program := filepath.Join(t.TempDir(), "test.wasm")
			ctx := inTime(t)
			build := exec.CommandContext(ctx, "go", "test", "-c", "-o", program, room.folder)
			build.Env = append(os.Environ(), "GOOS=js", "GOARCH=wasm", "GOEXPERIMENT=")
			if output, err := build.CombinedOutput(); err != nil {
				t.Fatalf("%v\n%s", err, output)
			}
			arguments := []string{"-test.run=" + room.tests, "-test.v"}
			if *bench != "" {
				arguments = []string{"-test.run=none", "-test.bench=" + *bench, "-test.benchtime=200ms"}
			}
			output, err := exec.CommandContext(ctx, node, append([]string{"testdata/run.cjs", strings.TrimSpace(string(root)), module, program}, arguments...)...).CombinedOutput()
			if err != nil || *bench == "" && !bytes.Contains(output, []byte("WebAssembly")) { // the name of the kernel, of the tests that have it
				t.Errorf("%v\n%s", err, output)
			}
			if *bench != "" {
				t.Logf("%s", output)
			}
		})
	}
}

// inTime is a context that ends before the time for all tests does, which would leave programs running.
func inTime(t *testing.T) context.Context {
	deadline, limited := t.Deadline()
	if !limited {
		return t.Context()
	}
	ctx, end := context.WithDeadline(t.Context(), deadline.Add(-time.Second))
	t.Cleanup(end)
	return ctx
}
