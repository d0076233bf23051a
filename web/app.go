package web

import (
	"fmt"
	"hash/crc64"
	"net/http"
	"strconv"
	"strings"

	"aloud/phone"
)

// app serves the app for telephones: each file under its name, and the page under the name of the folder.
func app(mux *http.ServeMux) {
	files := phone.Files()
	for i := range files {
		f := &files[i]
		name := "/" + f.Name
		if f.Name == "index.html" {
			name = "/{$}"
		}
		mux.HandleFunc("GET "+name, appFile(f))
	}
}

// contentSecurity lets the page have nothing from anybody else, nor tell anybody else anything, and lets it compile the
// reader.
const contentSecurity = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; img-src 'self' blob:; " +
	"media-src 'self' blob:; connect-src 'self'; worker-src 'self'; manifest-src 'self'; form-action 'self'; " +
	"base-uri 'none'; frame-ancestors 'none'"

// appFile serves one file, compressed if the browser takes that. The browser asks each time whether it has changed: a
// service worker keeps the files, and knows which belong together.
func appFile(f *phone.File) http.HandlerFunc {
	etag := fmt.Sprintf("%016x", crc64.Checksum(f.Data, crc64.MakeTable(crc64.ECMA)))
	return func(w http.ResponseWriter, r *http.Request) {
		h := w.Header()
		h.Set("Content-Type", f.Type)
		h.Set("Cache-Control", "no-cache")
		h.Set("Vary", "Accept-Encoding")
		h.Set("Content-Security-Policy", contentSecurity)
		h.Set("Referrer-Policy", "no-referrer")
		h.Set("Cross-Origin-Opener-Policy", "same-origin")
		data, encoding := f.Data, encodingFor(r.Header.Values("Accept-Encoding"), f)
		switch encoding {
		case "br":
			data = f.Brotli()
		case "gzip":
			data = f.Gzip()
		}
		if encoding != "" {
			h.Set("Content-Encoding", encoding)
		}
		h.Set("ETag", strconv.Quote(etag+encoding))
		if matches(r.Header.Get("If-None-Match"), h.Get("ETag")) {
			w.WriteHeader(http.StatusNotModified)
			return
		}
		h.Set("Content-Length", strconv.Itoa(len(data)))
		if r.Method != http.MethodHead {
			w.Write(data)
		}
	}
}

// encodingFor is the best encoding that the client takes and that makes the file smaller, or "".
func encodingFor(accepts []string, f *phone.File) string {
	takes := map[string]bool{}
	for _, accept := range strings.Split(strings.Join(accepts, ","), ",") {
		name, parameters, _ := strings.Cut(accept, ";")
		weight := strings.TrimSpace(strings.ToLower(parameters))
		refused := strings.HasPrefix(weight, "q=0") && strings.Trim(weight, "q=0.") == ""
		takes[strings.ToLower(strings.TrimSpace(name))] = !refused
	}
	switch {
	case takes["br"] && f.Brotli() != nil:
		return "br"
	case takes["gzip"] && f.Gzip() != nil:
		return "gzip"
	}
	return ""
}

// matches reports whether a browser has this version, by what it says in If-None-Match.
func matches(has, etag string) bool {
	for candidate := range strings.SplitSeq(has, ",") {
		if strings.TrimPrefix(strings.TrimSpace(candidate), "W/") == etag {
			return true
		}
	}
	return false
}
