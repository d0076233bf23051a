package train_test

import (
	"bufio"
	"bytes"
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"io/fs"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"aloud/train"
)

// childVariable names a checkpoint; where it is set, the test program is a training that somebody will kill.
const childVariable = "ALOUD_TRAIN_TEST_CHECKPOINT"

func TestMain(m *testing.M) {
	if checkpoint := os.Getenv(childVariable); checkpoint != "" {
		child(checkpoint)
		return
	}
	os.Exit(m.Run())
}

// toBeKilled returns options with many steps, each of which is worth a report and a checkpoint.
func toBeKilled() train.Options {
	o := small()
	o.Epochs, o.ReportEvery, o.CheckpointEvery = 12, 1, 0
	return o
}

// child trains and writes a line a step, and in the end one with the fingerprint of the weights.
func child(checkpoint string) {
	o := toBeKilled()
	o.Checkpoint = checkpoint
	m := perceptron[float32]()
	for report, err := range train.Run(context.Background(), m, bars(1, 256), nil, o) {
		if err != nil {
			fmt.Println("error", err)
			return
		}
		fmt.Println("step", report.Step)
	}
	fmt.Println("done", fingerprint(m))
}

// A training that is killed at any moment, over and over again, and on another number of cores each time, ends with the
// weights of one that was left in peace.
func TestKill(t *testing.T) {
	want := perceptron[float32]()
	run(t, want, bars(1, 256), nil, toBeKilled())

	checkpoint := filepath.Join(t.TempDir(), "checkpoint")
	random := rand.New(rand.NewPCG(1, 0)) // the machine's own whims do the rest
	for kills := 0; ; kills++ {
		if kills > 100 {
			t.Fatal("killed a hundred times, and it does not get on")
		}
		last := killed(t, checkpoint, 1+kills%2, 2+random.IntN(20), time.Duration(random.IntN(5000))*time.Microsecond)
		wantWhole(t, checkpoint)
		if strings.HasPrefix(last, "error") {
			t.Fatal(last)
		}
		if got, done := strings.CutPrefix(last, "done "); done {
			t.Logf("killed %d times", kills)
			if kills == 0 {
				t.Error("nobody was killed")
			}
			if got != fingerprint(want) {
				t.Error("the weights are not those of a training left in peace")
			}
			return
		}
	}
}

// wantWhole wants a checkpoint that is not there or ends with the SHA-256 of all before: no half file has its name.
func wantWhole(t *testing.T, checkpoint string) {
	t.Helper()
	file, err := os.ReadFile(checkpoint)
	if errors.Is(err, fs.ErrNotExist) {
		return
	}
	if err != nil || len(file) < sha256.Size {
		t.Fatalf("the checkpoint has %d bytes, %v", len(file), err)
	}
	end := len(file) - sha256.Size
	if sum := sha256.Sum256(file[:end]); !bytes.Equal(sum[:], file[end:]) {
		t.Fatal("half a checkpoint has its name")
	}
}

// killed starts a child, kills it some time after it has written so many lines, and returns the last line it wrote.
func killed(t *testing.T, checkpoint string, cores, lines int, later time.Duration) (last string) {
	t.Helper()
	command := exec.Command(os.Args[0])
	command.Env = append(os.Environ(), childVariable+"="+checkpoint, fmt.Sprint("GOMAXPROCS=", cores))
	output, err := command.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := command.Start(); err != nil {
		t.Fatal(err)
	}
	scanner := bufio.NewScanner(output)
	for range lines {
		if !scanner.Scan() {
			break
		}
		last = scanner.Text()
	}
	time.Sleep(later)
	command.Process.Kill()
	for scanner.Scan() { // what it wrote meanwhile
		last = scanner.Text()
	}
	command.Wait()
	return last
}
