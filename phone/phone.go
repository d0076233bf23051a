// Package phone is the app for telephones as files: the page, the reader as WebAssembly, and its weights. Any server of
// static files can hold them, and package web serves them. What the page and the reader say to each other stands in
// cmd/phone.
package phone

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"embed"
	"encoding/json"
	"fmt"
	"io"
	"io/fs"
	"mime"
	"path"
	"regexp"
	"slices"
	"strings"
	"sync"

	"github.com/andybalholm/brotli"

	"aloud/matrix/simd128"
	"aloud/reader"
)

//go:generate go test -run TestProgram -count=1 -update

// page is what is written by hand, and wasm_exec.js, which comes with Go and belongs to the program.
//
//go:embed all:app
var page embed.FS

// program is cmd/phone built for js/wasm, compressed, for that is how it goes over the wire. A test builds it anew and
// compares.
//
//go:embed aloud.wasm.br
var program []byte

// A File is one file of the app.
type File struct {
	Name string // with slashes, "words/en.json"
	Type string // media type
	Data []byte

	brotli, gzip func() []byte
}

// Brotli and Gzip are the data compressed, or nil where that saves nothing worth a decompression.
func (f *File) Brotli() []byte { return f.brotli() }
func (f *File) Gzip() []byte   { return f.gzip() }

// Files are all files of the app, by name. The first call takes some tenths of a second, and the first compression of each
// file up to a second.
func Files() []File { return files() }

var files = sync.OnceValue(func() []File {
	all := []File{
		newFile("aloud.wasm", decompress(program)),
		newFile("tile.wasm", simd128.Module()),
		newFile("digits.weights", reader.WeightsFile),
		newFile("line.weights", reader.LineWeightsFile),
	}
	all[0].brotli = func() []byte { return program }
	// Nothing is left out and nothing fails: the files are a part of this program.
	fs.WalkDir(page, "app", func(name string, entry fs.DirEntry, _ error) error {
		if !entry.IsDir() {
			data, _ := page.ReadFile(name)
			notice := 0
			if name == launcher {
				notice = bytes.Index(data, []byte("\n\n")) + 1
			}
			data = append(data[:notice:notice], compact(path.Ext(name), data[notice:])...)
			all = append(all, newFile(strings.TrimPrefix(name, "app/"), data))
		}
		return nil
	})
	slices.SortFunc(all, func(a, b File) int { return strings.Compare(a.Name, b.Name) })
	if i := slices.IndexFunc(all, func(f File) bool { return f.Name == worker }); i >= 0 {
		all[i] = newFile(worker, append(precache(all), all[i].Data...))
	}
	return all
})

// launcher is Go's own script, which keeps its copyright notice, up to the first blank line.
const launcher = "app/wasm_exec.js"

// comments are those of a script that have lines of their own, and all of a style sheet and a page.
var comments = map[string]*regexp.Regexp{
	".js":   regexp.MustCompile(`(?m)^\s*//.*$`),
	".css":  regexp.MustCompile(`(?s)/\*.*?\*/`),
	".html": regexp.MustCompile(`(?s)<!--.*?-->`),
}

// compact is a file with this extension without comments, indentation and blank lines, if it is one of text: they are for who
// reads the source, and a telephone need not fetch them.
func compact(ext string, data []byte) []byte {
	comment := comments[ext]
	if comment == nil {
		return data
	}
	var kept []byte
	for line := range bytes.Lines(comment.ReplaceAll(data, nil)) {
		if line = bytes.TrimSpace(line); len(line) > 0 {
			kept = append(append(kept, line...), '\n')
		}
	}
	return kept
}

// worker is the service worker, which keeps the app for when there is no network.
const worker = "sw.js"

// precache is the line in front of the service worker: what to keep, and a version that changes whenever a file does, the
// service worker itself included.
func precache(all []File) []byte {
	hash := sha256.New()
	var list struct {
		Version string   `json:"version"`
		Files   []string `json:"files"`
	}
	list.Files = []string{"./"} // index.html, under the name that it is asked for by
	for _, f := range all {
		fmt.Fprintf(hash, "%s %d\n", f.Name, len(f.Data))
		hash.Write(f.Data)
		if f.Name != worker && f.Name != index {
			list.Files = append(list.Files, f.Name)
		}
	}
	list.Version = fmt.Sprintf("%x", hash.Sum(nil)[:8])
	line, _ := json.Marshal(list) // there is nothing in it that cannot be written
	return fmt.Appendf(nil, "const PRECACHE = %s;\n", line)
}

// index is the page that a folder stands for.
const index = "index.html"

func newFile(name string, data []byte) File {
	return File{
		Name: name, Type: mediaType(name), Data: data,
		brotli: sync.OnceValue(func() []byte { return worthwhile(compressBrotli(data), data) }),
		gzip:   sync.OnceValue(func() []byte { return worthwhile(compressGzip(data), data) }),
	}
}

// mediaTypes are those that a browser insists on, whatever the machine's own table says. The others come from it.
var mediaTypes = map[string]string{
	".html": "text/html; charset=utf-8", ".css": "text/css; charset=utf-8", ".js": "text/javascript; charset=utf-8",
	".json": "application/json", ".webmanifest": "application/manifest+json", ".wasm": "application/wasm",
	".svg": "image/svg+xml", ".png": "image/png", ".txt": "text/plain; charset=utf-8",
}

func mediaType(name string) string {
	extension := path.Ext(name)
	if t, known := mediaTypes[extension]; known {
		return t
	}
	if t := mime.TypeByExtension(extension); t != "" {
		return t
	}
	return "application/octet-stream"
}

// worthwhile is the compressed data, or nil where less than a twentieth is saved: a picture is compressed already.
func worthwhile(compressed, data []byte) []byte {
	if len(compressed) > len(data)-len(data)/20 {
		return nil
	}
	return compressed
}

// compressBrotli compresses as far as it goes. For what is larger than any text of the app, which is weights, the last step
// would take twice as long and make no less.
func compressBrotli(data []byte) []byte {
	quality := brotli.BestCompression
	if len(data) > 256<<10 {
		quality--
	}
	var out bytes.Buffer
	w := brotli.NewWriterLevel(&out, quality)
	w.Write(data)
	w.Close()
	return out.Bytes()
}

func compressGzip(data []byte) []byte {
	var out bytes.Buffer
	w, _ := gzip.NewWriterLevel(&out, gzip.BestCompression)
	w.Write(data)
	w.Close()
	return out.Bytes()
}

// decompress undoes [compressBrotli].
func decompress(data []byte) []byte {
	out, err := io.ReadAll(brotli.NewReader(bytes.NewReader(data)))
	if err != nil {
		panic("phone: aloud.wasm.br is damaged; run go generate ./phone: " + err.Error())
	}
	return out
}
