package fetch

import (
	"bytes"
	"context"
	"errors"
	"flag"
	"fmt"
	"io/fs"
	"math/rand/v2"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"
)

// childVariable names an address and a folder; where it is set, the test program is one that fetches and will be killed.
const childVariable = "ALOUD_FETCH_TEST"

var kills = flag.Int("kills", 5, "how `often` TestKill kills a program that fetches; the whole is 50")

func TestMain(m *testing.M) {
	if address := os.Getenv(childVariable); address != "" {
		if err := file(address).Fetch(context.Background(), os.Getenv(childVariable+"_FOLDER"), nil); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		return
	}
	os.Exit(m.Run())
}

// TestKill kills a program that fetches at any moment, over and over again: what stands under the file's name is whole, and
// in the end it is there.
func TestKill(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 3)) // the machine's own whims do the rest
	s, folder := serve(t, slow), t.TempDir()
	path := filepath.Join(folder, "numbers.txt")
	finished := 0
	for killed := 0; killed < *kills; {
		command := exec.Command(os.Args[0])
		command.Env = append(os.Environ(), childVariable+"="+s.URL, childVariable+"_FOLDER="+folder)
		if err := command.Start(); err != nil {
			t.Fatal(err)
		}
		late := time.AfterFunc(time.Duration(random.IntN(150))*time.Millisecond, func() { command.Process.Kill() })
		err := command.Wait()
		late.Stop()
		switch exit := new(exec.ExitError); {
		case errors.As(err, &exit) && exit.ExitCode() == -1:
			killed++
		case err != nil:
			t.Fatal(err)
		}
		got, there := os.ReadFile(path)
		if errors.Is(there, fs.ErrNotExist) && err != nil {
			continue
		}
		if !bytes.Equal(got, content) {
			t.Fatalf("after %d kills %d bytes have the file's name, %v", killed, len(got), there)
		}
		finished++
		os.Remove(path)
	}
	if err := file(s.URL).Fetch(t.Context(), folder, nil); err != nil {
		t.Error(err)
	}
	t.Logf("finished %d times between %d kills", finished, *kills)
}

// slow is honest, and takes its time.
func slow(w http.ResponseWriter, r *http.Request) {
	http.ServeContent(slowWriter{w}, r, "numbers.txt", time.Time{}, bytes.NewReader(content))
}

type slowWriter struct{ http.ResponseWriter }

func (w slowWriter) Write(p []byte) (n int, err error) {
	const piece = 2048
	for n < len(p) && err == nil {
		var m int
		m, err = w.ResponseWriter.Write(p[n:min(n+piece, len(p))])
		n += m
		w.ResponseWriter.(http.Flusher).Flush()
		time.Sleep(time.Millisecond)
	}
	return n, err
}
