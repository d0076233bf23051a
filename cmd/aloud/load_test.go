package main

import (
	"bytes"
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"math/rand/v2"
	"net/http"
	"os"
	"runtime"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"aloud/picture"
	"aloud/reader"
)

// The whole of what is asked of a server takes five minutes: go test ./cmd/aloud -run 'Load|Throughput' -load 5m -v
var load = flag.Duration("load", 5*time.Second, "how `long` TestLoad loads the server, and TestThroughput measures; below a minute the latter does not")

// TestLoad asks twice as much of a server as it can do, for good and bad pictures, by clients who are slow or go away: every
// request that was let in is answered, the others are told so at once, and memory stays what it is.
func TestLoad(t *testing.T) {
	if testing.Short() {
		t.Skip("-short")
	}
	address, end := serveHere(t, nil, func(*http.Server) {})
	const enough = 40 // a second: what others leave of the machine may be much more in a moment than it is now
	asked := max(enough, 3*capacity(t))
	l := newLoader(t, "http://"+address+"/v1/read")
	t.Logf("asking %.1f times a second, at least three times what can be read", asked)

	memory := watchMemory()
	ctx, cancel := context.WithTimeout(context.Background(), *load)
	defer cancel()
	var waiting sync.WaitGroup
	pace := time.NewTicker(time.Duration(float64(time.Second) / asked))
	defer pace.Stop()
	for n := uint64(0); ctx.Err() == nil; n++ {
		<-pace.C
		waiting.Go(func() { l.ask(n) })
	}
	waiting.Wait()
	l.client.CloseIdleConnections()
	l.check(t, *load)
	memory.check(t, *load)
	if err := end(); err != nil {
		t.Errorf("the server ended with %v", err)
	}
}

// capacity is how many notes a second can be read, with everything that this machine has.
func capacity(t *testing.T) float64 {
	const each = time.Second
	return inProcess(t, each)
}

// inProcess reads the note over and over, as many at once as a server does, and returns how many a second.
func inProcess(t *testing.T, time time.Duration) float64 {
	t.Helper()
	r, err := reader.New()
	if err != nil {
		t.Fatal(err)
	}
	data := exampleNote(t)
	return perSecond(time, func() error {
		img, err := picture.Decode(bytes.NewReader(data))
		if err != nil {
			return err
		}
		_, err = r.Read(context.Background(), img)
		return err
	}, t)
}

// perSecond is how often a second something can be done, by as many at once as there are cores.
func perSecond(long time.Duration, do func() error, t *testing.T) float64 {
	var done atomic.Int64
	var workers sync.WaitGroup
	began := time.Now()
	for range runtime.GOMAXPROCS(0) {
		workers.Go(func() {
			for time.Since(began) < long {
				if err := do(); err != nil {
					t.Error(err)
					return
				}
				done.Add(1)
			}
		})
	}
	workers.Wait()
	return float64(done.Load()) / time.Since(began).Seconds()
}

func exampleNote(t *testing.T) []byte {
	t.Helper()
	data, err := os.ReadFile("../../examples/note.jpg")
	if err != nil {
		t.Fatal(err)
	}
	return data
}

// A loader asks a server all kinds of things, and keeps what came of them.
type loader struct {
	url    string
	client *http.Client
	kinds  []kindOfRequest

	mutex    sync.Mutex
	statuses map[string]int  // by kind and status
	broken   []string        // what was neither answered nor given up by us
	rejected []time.Duration // how long it took to be told to come again
}

// A kindOfRequest is one of the things that a server is asked, with the share of each kind in 20 requests.
type kindOfRequest struct {
	name  string
	share int
	body  []byte
	want  []int // statuses of an answer, 429 aside
}

func newLoader(t *testing.T, url string) *loader {
	good := exampleNote(t)
	return &loader{url: url, client: &http.Client{Transport: &http.Transport{MaxIdleConnsPerHost: 100}},
		statuses: map[string]int{}, kinds: []kindOfRequest{
			{"good", 11, good, []int{200}},
			{"huge", 2, pngOfSize(20_000, 20_000), []int{413}},
			{"corrupt", 2, good[:len(good)/2], []int{422}},
			{"slow", 2, good, []int{200}},
			{"aborted", 3, good, []int{200}}, // where the answer was faster than our patience
		}}
}

// ask asks request number n.
func (l *loader) ask(n uint64) {
	random := rand.New(rand.NewPCG(n, 0))
	kind, share := 0, random.IntN(20)
	for share >= l.kinds[kind].share {
		share -= l.kinds[kind].share
		kind++
	}
	k := l.kinds[kind]
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	body := io.Reader(bytes.NewReader(k.body))
	switch k.name {
	case "slow":
		body = &drip{data: k.body, pause: 100 * time.Millisecond, pieces: 20}
	case "aborted":
		time.AfterFunc(time.Duration(random.IntN(300))*time.Millisecond, cancel)
	}
	request, _ := http.NewRequestWithContext(ctx, "POST", l.url, body)
	request.Header.Set("Content-Type", "image/jpeg")
	began := time.Now()
	response, err := l.client.Do(request)
	took := time.Since(began)
	if err == nil {
		_, err = io.Copy(io.Discard, response.Body)
		response.Body.Close()
	}
	l.note(k, response, err, took)
}

// note keeps what came of a request.
func (l *loader) note(k kindOfRequest, response *http.Response, err error, took time.Duration) {
	l.mutex.Lock()
	defer l.mutex.Unlock()
	switch {
	case err != nil && k.name == "aborted" && errors.Is(err, context.Canceled):
		l.statuses["aborted gave up"]++
	case err != nil:
		l.broken = append(l.broken, fmt.Sprintf("%s: %v", k.name, err))
	case response.StatusCode == http.StatusTooManyRequests:
		l.statuses[k.name+" 429"]++
		l.rejected = append(l.rejected, took)
		if response.Header.Get("Retry-After") == "" {
			l.broken = append(l.broken, k.name+": 429 without Retry-After")
		}
	default:
		l.statuses[fmt.Sprint(k.name, " ", response.StatusCode)]++
		if !slices.Contains(k.want, response.StatusCode) {
			l.broken = append(l.broken, fmt.Sprintf("%s: status %d", k.name, response.StatusCode))
		}
	}
}

// check wants answers to all, and the rejections fast: nearly all in a long run, for which a machine does nothing else, and
// most in a short one, among other tests.
func (l *loader) check(t *testing.T, long time.Duration) {
	t.Helper()
	t.Logf("%v", l.statuses)
	if len(l.broken) > 0 {
		t.Errorf("%d without the answer that was due: %s", len(l.broken), strings.Join(l.broken[:min(5, len(l.broken))], "; "))
	}
	if l.statuses["good 200"] == 0 || len(l.rejected) == 0 {
		t.Fatal("nothing was read, or nobody was rejected: no load")
	}
	slices.Sort(l.rejected)
	at := func(share float64) time.Duration { return l.rejected[int(share*float64(len(l.rejected)-1))] }
	t.Logf("rejected within %v (median), %v (99 %%), %v (longest)", at(0.5), at(0.99), at(1))
	const atOnce = 100 * time.Millisecond
	share := 0.5
	if long >= time.Minute {
		share = 0.99
	}
	if at(share) > atOnce {
		t.Errorf("%.0f %% of the rejections take up to %v", 100*share, at(share))
	}
}

// A drip is a body that comes in pieces.
type drip struct {
	data   []byte
	pause  time.Duration
	pieces int
	size   int
}

func (d *drip) Read(p []byte) (int, error) {
	if d.size == 0 {
		d.size = len(d.data)/d.pieces + 1
	} else {
		time.Sleep(d.pause)
	}
	if len(d.data) == 0 {
		return 0, io.EOF
	}
	n := copy(p, d.data[:min(d.size, len(d.data))])
	d.data = d.data[n:]
	return n, nil
}

// A memoryWatch looks at the memory that is in use, every second.
type memoryWatch struct {
	stop    chan bool
	stopped chan bool
	heap    []uint64 // bytes, after each second
}

func watchMemory() *memoryWatch {
	m := &memoryWatch{stop: make(chan bool), stopped: make(chan bool)}
	go func() {
		defer close(m.stopped)
		for {
			select {
			case <-m.stop:
				return
			case <-time.After(time.Second):
				var stats runtime.MemStats
				runtime.ReadMemStats(&stats)
				m.heap = append(m.heap, stats.Sys-stats.HeapReleased)
			}
		}
	}()
	return m
}

// check wants no more goroutines than a handful in the end, and, in a long run, no more memory in the last minute than in
// the second.
func (m *memoryWatch) check(t *testing.T, long time.Duration) {
	t.Helper()
	close(m.stop)
	<-m.stopped
	for wait := 0; runtime.NumGoroutine() > 30; wait++ {
		if wait == 50 {
			t.Errorf("%d goroutines are left", runtime.NumGoroutine())
			break
		}
		time.Sleep(100 * time.Millisecond)
	}
	const minute = 60
	if len(m.heap) > 0 {
		t.Logf("memory: up to %d MB", slices.Max(m.heap)>>20)
	}
	if len(m.heap) < 3*minute {
		return
	}
	second, last := mean(m.heap[minute:2*minute]), mean(m.heap[len(m.heap)-minute:])
	t.Logf("memory in the second minute %.0f MB, in the last %.0f MB", second/(1<<20), last/(1<<20))
	if last > 1.1*second {
		t.Error("memory grows")
	}
}

func mean(v []uint64) float64 {
	sum := 0.0
	for _, x := range v {
		sum += float64(x)
	}
	return sum / float64(len(v))
}

// TestThroughput compares what a server reads with what the same program reads by itself, in turns.
func TestThroughput(t *testing.T) {
	if *load < time.Minute {
		t.Skip("takes a minute and an idle machine: say -load 1m")
	}
	address, _ := serveHere(t, nil, func(*http.Server) {})
	note := exampleNote(t)
	served := func() float64 {
		return perSecond(6*time.Second, func() error {
			response, err := http.Post("http://"+address+"/v1/read", "image/jpeg", bytes.NewReader(note))
			if err != nil {
				return err
			}
			defer response.Body.Close()
			io.Copy(io.Discard, response.Body)
			if response.StatusCode != http.StatusOK {
				return errors.New(response.Status)
			}
			return nil
		}, t)
	}
	var own, web float64
	for range 4 {
		own += inProcess(t, 6*time.Second) / 4
		web += served() / 4
	}
	t.Logf("%.1f pictures a second served, %.1f in process: %.1f %%", web, own, 100*web/own)
	if web < 0.9*own {
		t.Error("the service costs more than a tenth")
	}
}
