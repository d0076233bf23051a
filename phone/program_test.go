package phone

import (
	"bytes"
	"flag"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"github.com/andybalholm/brotli"
)

var update = flag.Bool("update", false, "build the program, and keep it")

// The program that is kept is the one that its source makes. A browser runs it, not the source.
func TestProgram(t *testing.T) {
	if !*update && !bytes.Contains(decompress(program), []byte(runtime.Version())) {
		t.Skipf("the program was built by another Go than %s", runtime.Version())
	}
	built := build(t)
	script, err := os.ReadFile(filepath.Join(goRoot(t), "lib", "wasm", "wasm_exec.js"))
	if err != nil {
		t.Fatal(err)
	}
	if *update {
		if !bytes.Equal(built, decompress(program)) { // or else what is kept stays, whoever compressed it
			keep(t, "aloud.wasm.br", compressHard(built))
		}
		keep(t, launcher, script)
		return
	}
	if !bytes.Equal(built, decompress(program)) {
		t.Errorf("aloud.wasm.br is not what cmd/phone is now; run go generate ./phone")
	}
	kept, _ := page.ReadFile(launcher)
	if !bytes.Equal(script, kept) {
		t.Errorf("%s is not that of this Go; run go generate ./phone", launcher)
	}
}

// build builds the program. Nothing of this machine or of the place where it is built gets into it. Packages in which no time is
// spent are built without inlining, which takes 24 kB less by gzip.
func build(t *testing.T) []byte {
	t.Helper()
	out := filepath.Join(t.TempDir(), "aloud.wasm")
	command := exec.Command("go", "build", "-trimpath", "-buildvcs=false", "-ldflags=-s -w -buildid=",
		"-gcflags=fmt=-l", "-gcflags=aloud/reader=-l", "-gcflags=aloud/speech=-l", "-o", out, "aloud/cmd/phone")
	command.Env = append(os.Environ(), "GOOS=js", "GOARCH=wasm", "GOWASM=", "GOEXPERIMENT=", "GOFLAGS=", "CGO_ENABLED=0")
	if output, err := command.CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, output)
	}
	built, err := os.ReadFile(out)
	if err != nil {
		t.Fatal(err)
	}
	built, err = joined(built)
	if err != nil {
		t.Fatal(err)
	}
	return built
}

func goRoot(t *testing.T) string {
	t.Helper()
	output, err := exec.Command("go", "env", "GOROOT").Output()
	if err != nil {
		t.Fatal(err)
	}
	return strings.TrimSpace(string(output))
}

func keep(t *testing.T, name string, data []byte) {
	t.Helper()
	if err := os.WriteFile(name, data, 0o644); err != nil {
		t.Fatal(err)
	}
}

// compressHard compresses with all the effort that there is.
func compressHard(data []byte) []byte {
	var out bytes.Buffer
	w := brotli.NewWriterOptions(&out, brotli.WriterOptions{Quality: brotli.BestCompression, LGWin: 24})
	w.Write(data)
	w.Close()
	return out.Bytes()
}
