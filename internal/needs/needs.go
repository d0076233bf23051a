// Package needs lets a test say what it needs beyond the project itself. Where that is missing the test is skipped with
// one line saying what it misses; where the variable ALOUD_REQUIRE is set, as in continuous integration, it fails.
package needs

import (
	"os"
	"os/exec"
	"path/filepath"
	"testing"
)

// Data returns the folder of a data set, "mnist" say, below the folder that $ALOUD_DATA names.
func Data(t testing.TB, set string) string {
	t.Helper()
	folder := filepath.Join(os.Getenv("ALOUD_DATA"), set)
	if _, err := os.Stat(folder); os.Getenv("ALOUD_DATA") == "" || err != nil {
		missing(t, "the data set "+set+": set ALOUD_DATA to a folder that holds it")
	}
	return folder
}

// Program returns the path of a program that is not part of the project.
func Program(t testing.TB, name string) string {
	t.Helper()
	path, err := exec.LookPath(name)
	if err != nil {
		missing(t, "the program "+name)
	}
	return path
}

func missing(t testing.TB, what string) {
	t.Helper()
	if os.Getenv("ALOUD_REQUIRE") != "" {
		t.Fatal("this test needs " + what)
	}
	t.Skip("this test needs " + what)
}

// NodePackage returns the path of Node.js, where a package that it can load is installed: .ci/node names those that tests
// need, and NODE_PATH tells where they are.
func NodePackage(t testing.TB, name string) (node string) {
	t.Helper()
	node = Program(t, "node")
	if exec.Command(node, "--eval", "require.resolve(process.argv[1])", name).Run() != nil {
		missing(t, "the package "+name+" of Node.js: install those of .ci/node, and set NODE_PATH to their folder")
	}
	return node
}
