package fetch

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"
)

// content is the file of these tests: no two parts of it are alike, so a byte at the wrong place shows.
var content = func() []byte {
	var b bytes.Buffer
	for i := range 20000 {
		fmt.Fprintf(&b, "%d,", i)
	}
	return b.Bytes()
}()

const half = 50000 // bytes of content, about the half

func file(addresses ...string) File {
	sum := sha256.Sum256(content)
	return File{Name: "numbers.txt", Size: int64(len(content)), SHA256: hex.EncodeToString(sum[:]), Addresses: addresses}
}

// A server is a local one that notes the ranges it is asked for.
type server struct {
	*httptest.Server
	mutex  sync.Mutex
	ranges []string
}

func serve(t *testing.T, handler http.HandlerFunc) *server {
	s := &server{}
	s.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		s.mutex.Lock()
		s.ranges = append(s.ranges, r.Header.Get("Range"))
		s.mutex.Unlock()
		handler(w, r)
	}))
	t.Cleanup(s.Close)
	return s
}

// The ways of a server.

func honest(w http.ResponseWriter, r *http.Request) {
	http.ServeContent(w, r, "numbers.txt", time.Time{}, bytes.NewReader(content))
}

func withoutRanges(w http.ResponseWriter, _ *http.Request) { w.Write(content) }

func refusesRanges(w http.ResponseWriter, r *http.Request) {
	if r.Header.Get("Range") != "" {
		w.WriteHeader(http.StatusRequestedRangeNotSatisfiable)
		return
	}
	w.Write(content)
}

func wrongRange(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Content-Range", fmt.Sprintf("bytes 0-%d/%d", half-1, len(content)))
	w.WriteHeader(http.StatusPartialContent)
	w.Write(content[:half])
}

func breaksOff(w http.ResponseWriter, _ *http.Request) {
	w.Header().Set("Content-Length", fmt.Sprint(len(content)))
	w.Write(content[:half])
	w.(http.Flusher).Flush()
	panic(http.ErrAbortHandler)
}

func endsEarly(w http.ResponseWriter, _ *http.Request) { // without a length, as if that were all
	w.Write(content[:half])
	w.(http.Flusher).Flush()
}

func saysLess(w http.ResponseWriter, _ *http.Request) {
	w.Header().Set("Content-Length", fmt.Sprint(half))
	w.Write(content[:half])
}

func saysMore(w http.ResponseWriter, _ *http.Request) {
	w.Header().Set("Content-Length", "1000000000000")
	w.Write(content)
}

func sendsMore(w http.ResponseWriter, _ *http.Request) {
	w.(http.Flusher).Flush() // no length in the header
	w.Write(content)
	w.Write(content)
}

func corrupts(w http.ResponseWriter, r *http.Request) {
	http.ServeContent(w, r, "", time.Time{}, bytes.NewReader(corrupt()))
}

func corrupt() []byte {
	wrong := bytes.Clone(content)
	wrong[half/2] ^= 1
	return wrong
}

func stalls(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Content-Length", fmt.Sprint(len(content)))
	w.Write(content[:half])
	w.(http.Flusher).Flush()
	<-r.Context().Done()
}

func silent(_ http.ResponseWriter, r *http.Request) { <-r.Context().Done() }

func TestFetchFails(t *testing.T) {
	stallTime = 200 * time.Millisecond
	defer func() { stallTime = 30 * time.Second }()
	tests := []struct {
		name    string
		handler http.HandlerFunc
		want    string
		kept    int // bytes in the part file for the next time
	}{
		{"the connection is cut", breaksOff, "the connection broke off after 50000 of 108890 bytes", half},
		{"the connection ends early, and no length was promised", endsEarly, "broke off after 50000 of 108890 bytes", half},
		{"the header promises less", saysLess, "another file: 50000 bytes instead of 108890", 0},
		{"the header promises more", saysMore, "another file: 1000000000000 bytes instead of 108890", 0},
		{"more comes than the file has", sendsMore, "sends more than the 108890 bytes", 0},
		{"one bit is wrong", corrupts, "damaged: their SHA-256 begins with", 0},
		{"it comes to a standstill", stalls, "nothing has come for 200ms", half},
		{"it does not even begin", silent, "nothing has come for 200ms", 0},
		{"the file is gone", http.NotFound, "404 Not Found", 0},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			s, folder := serve(t, test.handler), t.TempDir()
			err := file(s.URL+"/numbers.txt").Fetch(t.Context(), folder, nil)
			if err == nil || !strings.Contains(err.Error(), test.want) {
				t.Fatalf("error %v, want one with %q", err, test.want)
			}
			if !strings.HasPrefix(err.Error(), "fetch: numbers.txt: "+s.URL+"/numbers.txt: ") || strings.Contains(err.Error(), "\n") {
				t.Errorf("error %q does not name file and address in one line", err)
			}
			if _, ok := file().Path(folder); ok {
				t.Error("a file took its name before it was whole")
			}
			part, _ := os.ReadFile(filepath.Join(folder, "numbers.txt.part"))
			if !bytes.Equal(part, content[:test.kept]) {
				t.Errorf("the part file keeps %d bytes, want the first %d", len(part), test.kept)
			}
		})
	}
}

func TestFetchWithoutServer(t *testing.T) {
	s := serve(t, honest)
	s.Close()
	err := file(s.URL, s.URL+"/2").Fetch(t.Context(), t.TempDir(), nil)
	if err == nil || strings.Count(err.Error(), "connection refused") != 2 || strings.Contains(err.Error(), "\n") {
		t.Errorf("error %v, want one line that says twice that the connection is refused", err)
	}
	if err := file().Fetch(t.Context(), t.TempDir(), nil); err == nil {
		t.Error("a file without an address comes from nowhere")
	}
}

func TestFetchResumes(t *testing.T) {
	tests := []struct {
		name    string
		part    []byte // what an earlier time has left
		handler http.HandlerFunc
		ranges  []string // what the server is asked for
	}{
		{"nothing there", nil, honest, []string{""}},
		{"the first half is there", content[:half], honest, []string{"bytes=50000-"}},
		{"the server knows no ranges and sends all", content[:half], withoutRanges, []string{"bytes=50000-"}},
		{"the server refuses ranges, so all is asked for", content[:half], refusesRanges, []string{"bytes=50000-", ""}},
		{"all is there and was only not checked yet", content, honest, nil},
		{"more is there than can be right", append(bytes.Clone(content), 'x'), honest, []string{""}},
		{"what is there is wrong, so all is asked for", corrupt()[:half], honest, []string{"bytes=50000-", ""}},
		{"all is there and wrong", corrupt(), honest, []string{""}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			s, folder := serve(t, test.handler), t.TempDir()
			if test.part != nil {
				os.WriteFile(filepath.Join(folder, "numbers.txt.part"), test.part, 0o644)
			}
			last := int64(len(content)) // where nothing is asked for nothing is reported
			if err := file(s.URL).Fetch(t.Context(), folder, func(name string, done, total int64) { last = done }); err != nil {
				t.Fatal(err)
			}
			if got, _ := os.ReadFile(filepath.Join(folder, "numbers.txt")); !bytes.Equal(got, content) {
				t.Errorf("%d bytes have come, and not the right ones", len(got))
			}
			if !slices.Equal(s.ranges, test.ranges) {
				t.Errorf("asked for ranges %q, want %q", s.ranges, test.ranges)
			}
			if last != int64(len(content)) {
				t.Errorf("the last report is of %d bytes, want %d", last, len(content))
			}
			if entries, _ := os.ReadDir(folder); len(entries) != 1 {
				t.Errorf("%d files in the folder, want the one alone", len(entries))
			}
		})
	}
}

func TestFetchRefusesWrongRange(t *testing.T) {
	s, folder := serve(t, wrongRange), t.TempDir()
	os.WriteFile(filepath.Join(folder, "numbers.txt.part"), content[:half], 0o644)
	err := file(s.URL).Fetch(t.Context(), folder, nil)
	if err == nil || !strings.Contains(err.Error(), "asked for the bytes from 50000 on") {
		t.Errorf("error %v", err)
	}
}

func TestFetchTriesAddressesInTurn(t *testing.T) {
	gone, broken, whole := serve(t, http.NotFound), serve(t, breaksOff), serve(t, honest)
	folder := t.TempDir()
	if err := file(gone.URL, broken.URL, whole.URL).Fetch(t.Context(), folder, nil); err != nil {
		t.Fatal(err)
	}
	if want := []string{"bytes=50000-"}; !slices.Equal(whole.ranges, want) {
		t.Errorf("the third server was asked for %q, want what the second left out, %q", whole.ranges, want)
	}
	if err := file(gone.URL).Fetch(t.Context(), folder, nil); err != nil || len(gone.ranges) != 1 {
		t.Errorf("a file that is there was asked for again: %v", err)
	}
}

func TestFetchReplacesDamagedFile(t *testing.T) {
	s, folder := serve(t, honest), t.TempDir()
	os.WriteFile(filepath.Join(folder, "numbers.txt"), corrupt(), 0o644)
	if err := file(s.URL).Fetch(t.Context(), folder, nil); err != nil {
		t.Fatal(err)
	}
	if err := file().Verify(folder); err != nil {
		t.Error(err)
	}
}

func TestFetchCanBeCancelled(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	begun := make(chan bool)
	s := serve(t, func(w http.ResponseWriter, r *http.Request) {
		close(begun)
		silent(w, r)
	})
	go func() { <-begun; cancel() }()
	err := file(s.URL, "http://127.0.0.1:1/never-asked").Fetch(ctx, t.TempDir(), nil)
	if !errors.Is(err, context.Canceled) || strings.Contains(err.Error(), "never-asked") {
		t.Errorf("error %v, want that it was cancelled and no further address tried", err)
	}
}

func TestFetchTwiceAtOnce(t *testing.T) {
	s, folder := serve(t, honest), t.TempDir()
	var wait sync.WaitGroup
	for range 4 {
		wait.Go(func() {
			if err := file(s.URL).Fetch(t.Context(), folder, nil); err != nil {
				t.Error(err)
			}
		})
	}
	wait.Wait()
	if err := file().Verify(folder); err != nil {
		t.Error(err)
	}
}

func TestVerify(t *testing.T) {
	other := file()
	other.Also = []File{{Name: "numbers", Size: 5, SHA256: "2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824"}}
	tests := []struct {
		name, file string
		content    string
		want       string // in the error; empty for none
	}{
		{"the file is right", "numbers.txt", string(content), ""},
		{"another form of it is right", "numbers", "hello", ""},
		{"a byte differs", "numbers.txt", string(corrupt()), "damaged: their SHA-256 begins with"},
		{"it ends early", "numbers.txt", "0,1,2,", "damaged: 6 instead of 108890"},
		{"the content of one form under the name of another", "numbers", string(content), "damaged"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			folder := t.TempDir()
			os.WriteFile(filepath.Join(folder, test.file), []byte(test.content), 0o644)
			err := other.Verify(folder)
			if (err == nil) != (test.want == "") || err != nil && !strings.Contains(err.Error(), test.want) {
				t.Errorf("error %v, want %q", err, test.want)
			}
		})
	}
	if err := other.Verify(t.TempDir()); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("a missing file gives %v, want fs.ErrNotExist", err)
	}
}
