package web

import (
	"bytes"
	"compress/gzip"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/andybalholm/brotli"

	"aloud/phone"
)

// getApp asks a service for a file, with headers in pairs.
func getApp(h http.Handler, method, path string, headers ...string) *http.Response {
	r := httptest.NewRequest(method, path, nil)
	for i := 0; i < len(headers); i += 2 {
		r.Header.Add(headers[i], headers[i+1])
	}
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	return w.Result()
}

// Every file of the app is there, as what it is, bound to what comes from here, and the same in whatever form it comes.
func TestApp(t *testing.T) {
	mux := http.NewServeMux()
	app(mux)
	types := map[string]string{"aloud.wasm": "application/wasm", "worker.js": "text/javascript; charset=utf-8",
		"style.css": "text/css; charset=utf-8", "app.webmanifest": "application/manifest+json", "index.html": "text/html; charset=utf-8"}
	for _, f := range phone.Files() {
		path := "/" + strings.TrimSuffix(f.Name, "index.html")
		plain := getApp(mux, "GET", path)
		data, _ := io.ReadAll(plain.Body)
		if plain.StatusCode != 200 || !bytes.Equal(data, f.Data) || plain.Header.Get("Content-Encoding") != "" {
			t.Errorf("%s: status %d, %d bytes of %d, %q", path, plain.StatusCode, len(data), len(f.Data), plain.Header.Get("Content-Encoding"))
		}
		if want, known := types[f.Name]; known && plain.Header.Get("Content-Type") != want {
			t.Errorf("%s is %q, want %q", path, plain.Header.Get("Content-Type"), want)
		}
		for _, directive := range []string{"default-src 'none'", "connect-src 'self'", "'wasm-unsafe-eval'"} {
			if !strings.Contains(plain.Header.Get("Content-Security-Policy"), directive) {
				t.Errorf("%s: no %s in the policy", path, directive)
			}
		}
		tags := map[string]bool{plain.Header.Get("ETag"): true}
		for _, row := range []struct {
			accept, want string
			has          []byte
			open         func(io.Reader) io.Reader
		}{
			{"gzip, deflate, br, zstd", "br", f.Brotli(), func(r io.Reader) io.Reader { return brotli.NewReader(r) }},
			{"gzip, br;q=0", "gzip", f.Gzip(), func(r io.Reader) io.Reader {
				opened, err := gzip.NewReader(r)
				if err != nil {
					t.Fatal(err)
				}
				return opened
			}},
		} {
			if row.has == nil {
				continue
			}
			got := getApp(mux, "GET", path, "Accept-Encoding", row.accept)
			if got.Header.Get("Content-Encoding") != row.want || got.Header.Get("Vary") != "Accept-Encoding" {
				t.Errorf("%s for %q: %q, varying by %q", path, row.accept, got.Header.Get("Content-Encoding"), got.Header.Get("Vary"))
				continue
			}
			if data, err := io.ReadAll(row.open(got.Body)); err != nil || !bytes.Equal(data, f.Data) {
				t.Errorf("%s as %s is not the same: %v", path, row.want, err)
			}
			before := len(tags)
			tags[got.Header.Get("ETag")] = true
			again := getApp(mux, "GET", path, "Accept-Encoding", row.accept, "If-None-Match", `"other", W/`+got.Header.Get("ETag"))
			if again.StatusCode != http.StatusNotModified {
				t.Errorf("%s once more: status %d", path, again.StatusCode)
			}
			if len(tags) != before+1 {
				t.Errorf("%s: two forms have the tag %s", path, got.Header.Get("ETag"))
			}
		}
	}
	head := getApp(mux, "HEAD", "/aloud.wasm", "Accept-Encoding", "br")
	if body, _ := io.ReadAll(head.Body); len(body) != 0 || head.Header.Get("Content-Length") == "" {
		t.Errorf("HEAD: %d bytes, length %q", len(body), head.Header.Get("Content-Length"))
	}
}
