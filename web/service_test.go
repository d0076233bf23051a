package web

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"hash/crc32"
	"image"
	"image/color"
	"image/png"
	"io"
	"log/slog"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"os"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/santhosh-tekuri/jsonschema/v6"

	"aloud/batch"
	"aloud/digit"
	"aloud/reader"
)

// newService returns a service that reads with the network that ships, after a change to its options.
func newService(t testing.TB, change func(o *Options)) *Service {
	t.Helper()
	r, err := reader.New()
	if err != nil {
		t.Fatal(err)
	}
	o := DefaultOptions()
	if change != nil {
		change(&o)
	}
	return New(r, o)
}

// note is the picture of a note with two numbers.
func note(t testing.TB) []byte {
	t.Helper()
	data, err := os.ReadFile("../examples/note.jpg")
	if err != nil {
		t.Fatal(err)
	}
	return data
}

// blank is a sheet of white paper as PNG.
func blank(width, height int) []byte {
	img := image.NewGray(image.Rect(0, 0, width, height))
	for i := range img.Pix {
		img.Pix[i] = 240
	}
	var file bytes.Buffer
	png.Encode(&file, img)
	return file.Bytes()
}

// request is one with a body of that type.
func request(method, path, contentType string, body []byte) *http.Request {
	r := httptest.NewRequest(method, path, bytes.NewReader(body))
	if contentType != "" {
		r.Header.Set("Content-Type", contentType)
	}
	return r
}

func serve(s http.Handler, r *http.Request) *http.Response {
	w := httptest.NewRecorder()
	s.ServeHTTP(w, r)
	return w.Result()
}

// a part is one file, or field if it has no name, of a form.
type part struct {
	file string
	data []byte
}

func form(parts ...part) (contentType string, body []byte) {
	var b bytes.Buffer
	w := multipart.NewWriter(&b)
	for _, p := range parts {
		var field io.Writer
		if p.file == "" {
			field, _ = w.CreateFormField("remark")
		} else {
			field, _ = w.CreateFormFile("picture", p.file)
		}
		field.Write(p.data)
	}
	w.Close()
	return w.FormDataContentType(), b.Bytes()
}

func decode[T any](t *testing.T, response *http.Response) T {
	t.Helper()
	var v T
	if err := json.NewDecoder(response.Body).Decode(&v); err != nil {
		t.Fatal(err)
	}
	return v
}

func TestRead(t *testing.T) {
	s := newService(t, nil)
	response := serve(s, request("POST", "/v1/read", "image/jpeg", note(t)))
	got := decode[batch.Record](t, response)
	if response.StatusCode != http.StatusOK || len(got.Numbers) != 2 || got.Numbers[0].Text != "020 555 0137" || got.Error != "" {
		t.Errorf("status %d, %+v", response.StatusCode, got)
	}
	for _, curl := range []string{"", "application/octet-stream", "application/x-www-form-urlencoded"} {
		if response := serve(s, request("POST", "/v1/read", curl, blank(60, 40))); response.StatusCode != http.StatusOK {
			t.Errorf("as %q: status %d", curl, response.StatusCode)
		}
	}
	contentType, body := form(part{"a/b/note.jpg", note(t)}, part{"", []byte("a remark")}, part{`c:\text.txt`, []byte("no picture")},
		part{"blank.png", blank(300, 200)})
	response = serve(s, request("POST", "/v1/read", contentType, body))
	several := decode[[]batch.Record](t, response)
	if response.StatusCode != http.StatusOK || len(several) != 3 {
		t.Fatalf("status %d, %+v", response.StatusCode, several)
	}
	if several[0].File != "note.jpg" || len(several[0].Numbers) != 2 ||
		several[1].File != "text.txt" || !strings.Contains(several[1].Error, "no picture") || several[1].Numbers == nil ||
		several[2].Reason != reader.Empty || several[2].Error != "" {
		t.Errorf("%+v", several)
	}
}

func TestDigit(t *testing.T) {
	s := newService(t, nil)
	one := image.NewGray(image.Rect(0, 0, digit.Side, digit.Side))
	for y := 4; y < 24; y++ {
		one.SetGray(13, y, color.Gray{Y: 255})
		one.SetGray(14, y, color.Gray{Y: 255})
	}
	var file bytes.Buffer
	png.Encode(&file, one)
	for contentType, body := range map[string][]byte{"application/octet-stream": one.Pix, "image/png": file.Bytes()} {
		got := decode[digitAnswer](t, serve(s, request("POST", "/v1/digit", contentType, body)))
		sum := 0.0
		for _, p := range got.Probabilities {
			sum += p
		}
		if got.Class != "1" || len(got.Probabilities) != 11 || sum < 0.999 || sum > 1.001 {
			t.Errorf("%s: %+v", contentType, got)
		}
	}
}

// bomb is a small PNG whose header promises a picture that would fill the memory.
func bomb(side uint32) []byte {
	file := blank(8, 8)
	header := file[12:29] // type and content of the first chunk
	for i, b := range []byte{byte(side >> 24), byte(side >> 16), byte(side >> 8), byte(side)} {
		header[4+i], header[8+i] = b, b
	}
	sum := crc32.ChecksumIEEE(header)
	copy(file[29:], []byte{byte(sum >> 24), byte(sum >> 16), byte(sum >> 8), byte(sum)})
	return file
}

// TestProblems sends what is wrong, and wants a problem that says what to do, fast.
func TestProblems(t *testing.T) {
	s := newService(t, func(o *Options) { o.MaxBody, o.MaxPixels, o.MaxPictures = 1<<20, 20_000_000, 3 })
	secret := newService(t, func(o *Options) { o.Token = "open sesame" })
	manyType, many := form(part{"1", nil}, part{"2", nil}, part{"3", nil}, part{"4", nil})
	partsType, parts := form(make([]part, 60)...)
	noneType, none := form(part{"", []byte("x")})
	cutType, cut := form(part{"1.jpg", note(t)})
	for _, row := range []struct {
		reason  string
		service *Service
		request *http.Request
		status  int
		says    string
	}{
		{"a text", s, request("POST", "/v1/read", "text/plain", []byte("hello")), 415, "send image/jpeg"},
		{"a text that claims to be a picture", s, request("POST", "/v1/read", "image/png", []byte("hello")), 415, "no picture"},
		{"nothing", s, request("POST", "/v1/read", "image/png", nil), 422, "empty"},
		{"a content type in pieces", s, request("POST", "/v1/read", "image/;;", nil), 415, "content type"},
		{"a picture cut off", s, request("POST", "/v1/read", "image/jpeg", note(t)[:5000]), 422, "cut off"},
		{"a body too long", s, request("POST", "/v1/read", "image/jpeg", make([]byte, 1<<20+1)), 413, "1048576 bytes"},
		{"a body too long that does not say how long it is", s, chunked("POST", "/v1/read", make([]byte, 1<<20+1)), 413, "1048576 bytes"},
		{"a picture too large", s, request("POST", "/v1/read", "image/png", bomb(30_000)), 413, "20 megapixels"},
		{"a side too long", s, request("POST", "/v1/read", "image/png", bomb(1_000_000)), 413, "a side may have"},
		{"too many pictures", s, request("POST", "/v1/read", manyType, many), 413, "3 pictures"},
		{"too many parts", s, request("POST", "/v1/read", partsType, parts), 413, "too many parts"},
		{"a form without a file", s, request("POST", "/v1/read", noneType, none), 400, "no file"},
		{"a form cut off", s, request("POST", "/v1/read", cutType, cut[:2000]), 400, "cut off"},
		{"a form without boundary", s, request("POST", "/v1/read", "multipart/form-data", cut), 400, "broken"},
		{"a digit of another size", s, request("POST", "/v1/digit", "image/png", blank(30, 28)), 422, "28x28"},
		{"a digit that is none", s, request("POST", "/v1/digit", "", []byte("7")), 415, "no picture"},
		{"a path that is not there", s, request("GET", "/v2/read", "", nil), 404, "openapi.json"},
		{"another method", s, request("GET", "/v1/read", "", nil), 405, "POST"},
		{"no token", secret, request("POST", "/v1/read", "image/jpeg", note(t)), 401, "token"},
		{"another token", secret, bearing("open barley"), 401, "token"},
	} {
		t.Run(row.reason, func(t *testing.T) {
			began := time.Now()
			response := serve(row.service, row.request)
			body, _ := io.ReadAll(response.Body)
			var p problem
			if err := json.Unmarshal(body, &p); err != nil || response.Header.Get("Content-Type") != "application/problem+json" {
				t.Fatalf("status %d, %s", response.StatusCode, body)
			}
			if response.StatusCode != row.status || p.Status != row.status || !strings.Contains(p.Detail, row.says) || p.RequestID == "" {
				t.Errorf("status %d, %+v; want %d and %q", response.StatusCode, p, row.status, row.says)
			}
			if took := time.Since(began); took > time.Second {
				t.Errorf("took %v to refuse", took)
			}
		})
	}
	if response := serve(secret, bearing("open sesame")); response.StatusCode != http.StatusOK {
		t.Errorf("with the token: status %d", response.StatusCode)
	}
}

func bearing(token string) *http.Request {
	r := request("POST", "/v1/read", "image/png", blank(100, 100))
	r.Header.Set("Authorization", "Bearer "+token)
	return r
}

// chunked is a request whose length is not known.
func chunked(method, path string, body []byte) *http.Request {
	return httptest.NewRequest(method, path, struct{ io.Reader }{bytes.NewReader(body)})
}

// TestQueue fills the queue: who finds no place is told so and when to come again, and nobody else is lost.
func TestQueue(t *testing.T) {
	s := newService(t, func(o *Options) { o.AtOnce, o.Waiting = 1, 2 })
	working, finish := make(chan bool), make(chan bool)
	var wait sync.WaitGroup
	wait.Go(func() {
		place := s.queue.enter(nil)
		defer place.leave()
		place.work(t.Context(), func() { close(working); <-finish })
	})
	<-working
	statuses := make(chan int, 2)
	for range 2 {
		wait.Go(func() {
			statuses <- serve(s, request("POST", "/v1/read", "image/png", blank(60, 40))).StatusCode
		})
	}
	for s.queue.waiting.Load() < 2 {
		time.Sleep(time.Millisecond)
	}
	response := serve(s, request("POST", "/v1/read", "image/png", blank(60, 40)))
	if response.StatusCode != http.StatusTooManyRequests || response.Header.Get("Retry-After") < "1" {
		t.Errorf("status %d, Retry-After %q", response.StatusCode, response.Header.Get("Retry-After"))
	}
	close(finish)
	wait.Wait()
	for range 2 {
		if status := <-statuses; status != http.StatusOK {
			t.Errorf("who waited got status %d", status)
		}
	}
	if s.queue.working() != 0 || s.queue.waiting.Load() != 0 || len(s.queue.places) != 0 {
		t.Error("somebody never left")
	}
}

// TestGivesUp sees a reading that takes too long end with a problem, and one whose client has gone end silently.
func TestGivesUp(t *testing.T) {
	slow := newService(t, func(o *Options) { o.Timeout = time.Nanosecond })
	response := serve(slow, request("POST", "/v1/read", "image/jpeg", note(t)))
	if p := decode[problem](t, response); p.Status != http.StatusServiceUnavailable || response.Header.Get("Retry-After") == "" {
		t.Errorf("%+v", p)
	}
	gone, cancel := context.WithCancel(t.Context())
	cancel()
	response = serve(newService(t, nil), request("POST", "/v1/read", "image/jpeg", note(t)).WithContext(gone))
	if body, _ := io.ReadAll(response.Body); len(body) != 0 {
		t.Errorf("who has gone was told %q", body)
	}
}

// TestPage reads a note without a script, and shows what went wrong.
func TestPage(t *testing.T) {
	s := newService(t, nil)
	text := func(r *http.Request) (int, string) {
		response := serve(s, r)
		body, _ := io.ReadAll(response.Body)
		return response.StatusCode, string(body)
	}
	contentType, body := form(part{"note.jpg", note(t)})
	badType, bad := form(part{"note.txt", []byte("<b>no picture</b>")})
	for _, row := range []struct {
		reason  string
		request *http.Request
		status  int
		has     []string
	}{
		{"the form", request("GET", "/form", "", nil), 200, []string{`type="file"`, `<label for="picture">`, `lang="en"`}},
		{"the app, for browsers without script", request("GET", "/", "", nil), 200, []string{`<noscript>`, `method="post"`, `type="file"`}},
		{"a note", request("POST", "/", contentType, body), 200,
			[]string{"<span>020</span> <span>555</span> <span>0137</span>", "Two numbers. First:", `type="file"`}},
		{"a text", request("POST", "/", badType, bad), 415, []string{`role="alert"`, "this is no picture"}},
	} {
		status, page := text(row.request)
		for _, want := range row.has {
			if status != row.status || !strings.Contains(page, want) {
				t.Errorf("%s: status %d, page %s\nwant %q", row.reason, status, page, want)
			}
		}
	}
}

// TestHealth tells live from ready.
func TestHealth(t *testing.T) {
	s := newService(t, nil)
	status := func(path string) int { return serve(s, request("GET", path, "", nil)).StatusCode }
	if status("/healthz") != 200 || status("/readyz") != 200 {
		t.Error("not well from the beginning")
	}
	s.Drain()
	if status("/healthz") != 200 || status("/readyz") != 503 {
		t.Error("shutting down: it should live and not be ready")
	}
}

// TestNothingIsTold looks for the number of a note in the log and in the metrics, and finds what should be there.
func TestNothingIsTold(t *testing.T) {
	var log bytes.Buffer
	s := newService(t, func(o *Options) { o.Log = slog.New(slog.NewTextHandler(&log, nil)) })
	r := request("POST", "/v1/read", "image/jpeg", note(t))
	r.Header.Set("X-Request-ID", "from-outside-7")
	if response := serve(s, r); response.Header.Get("X-Request-ID") != "from-outside-7" {
		t.Errorf("the request's id became %q", response.Header.Get("X-Request-ID"))
	}
	evil := request("GET", "/v1/0205550137", "", nil)
	evil.Header.Set("X-Request-ID", "a\nforged=line")
	serve(s, evil)
	body, _ := io.ReadAll(serve(s, request("GET", "/metrics", "", nil)).Body)
	told := log.String() + string(body)
	for _, never := range []string{"0205550137", "020 555", "0648132976", "forged"} {
		if strings.Contains(told, never) {
			t.Errorf("%q is told:\n%s", never, told)
		}
	}
	for _, want := range []string{"request_id=from-outside-7", `route="POST /v1/read" status=200`,
		`aloud_requests_total{route="POST /v1/read",status="200"} 1`, `aloud_requests_total{route="none",status="404"} 1`,
		`aloud_readings_total{outcome="sure"} 1`, "aloud_requests_waiting 0"} {
		if !strings.Contains(told, want) {
			t.Errorf("%q is missing in\n%s", want, told)
		}
	}
}

// TestPanic answers when the program is wrong, and lives on.
func TestPanic(t *testing.T) {
	s := newService(t, nil)
	h := s.observed(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { panic("a mistake") }))
	if p := decode[problem](t, serve(h, request("GET", "/", "", nil))); p.Status != 500 || p.RequestID == "" {
		t.Errorf("%+v", p)
	}
}

// TestDescription holds the OpenAPI document against what OpenAPI 3.1 is, and against the handlers: each path and method of
// the one is there in the other, and what is answered has the shape that it promises.
func TestDescription(t *testing.T) {
	s := newService(t, nil)
	secret := newService(t, func(o *Options) { o.Token = "open sesame" })
	full := newService(t, func(o *Options) { o.AtOnce, o.Waiting = 1, 0 })
	full.queue.enter(nil)
	hasty := newService(t, func(o *Options) { o.Timeout = time.Nanosecond })
	leaving := newService(t, nil)
	leaving.Drain()
	raw, err := io.ReadAll(serve(s, request("GET", "/openapi.json", "", nil)).Body)
	if err != nil {
		t.Fatal(err)
	}
	document, err := jsonschema.UnmarshalJSON(bytes.NewReader(raw))
	if err != nil {
		t.Fatal(err)
	}
	if err := openAPI(t).Validate(document); err != nil {
		t.Error(err)
	}
	compiler := jsonschema.NewCompiler()
	if err := compiler.AddResource("openapi.json", document); err != nil {
		t.Fatal(err)
	}
	paths := document.(map[string]any)["paths"].(map[string]any)
	for path, methods := range paths {
		for method := range methods.(map[string]any) {
			status := serve(s, request(strings.ToUpper(method), path, "", nil)).StatusCode
			if status == http.StatusNotFound || status == http.StatusMethodNotAllowed {
				t.Errorf("%s %s is described, and status %d", method, path, status)
			}
		}
	}
	for route := range s.paths() {
		method, path, _ := strings.Cut(strings.TrimSuffix(route, "{$}"), " ")
		if methods, _ := paths[path].(map[string]any); methods[strings.ToLower(method)] == nil {
			t.Errorf("%s is served, and not described", route)
		}
	}
	described := func(method, path string) (responses map[string]any, pointer string) {
		p, _ := paths[path].(map[string]any)
		m, _ := p[strings.ToLower(method)].(map[string]any)
		responses, _ = m["responses"].(map[string]any)
		escaped := strings.ReplaceAll(strings.ReplaceAll(path, "~", "~0"), "/", "~1")
		return responses, "openapi.json#/paths/" + escaped + "/" + strings.ToLower(method) + "/responses"
	}
	contentType, body := form(part{"note.jpg", note(t)}, part{"x", []byte("no picture")})
	for _, row := range []struct {
		service *Service
		*http.Request
	}{
		{s, request("POST", "/v1/read", "image/jpeg", note(t))},
		{s, request("POST", "/v1/read", contentType, body)},
		{s, request("POST", "/v1/read", contentType, body[:2000])},
		{s, request("POST", "/v1/read", "image/png", blank(50, 50))},
		{s, request("POST", "/v1/read", "text/plain", nil)},
		{s, request("POST", "/v1/read", "image/png", bomb(30_000))},
		{s, request("POST", "/v1/read", "image/jpeg", note(t)[:5000])},
		{secret, request("POST", "/v1/read", "image/jpeg", note(t))},
		{full, request("POST", "/v1/read", "image/jpeg", note(t))},
		{hasty, request("POST", "/v1/read", "image/jpeg", note(t))},
		{s, request("POST", "/v1/digit", "", make([]byte, digit.Pixels))},
		{s, request("POST", "/v1/digit", "image/png", blank(9, 9))},
		{s, request("POST", "/", contentType, body)}, {secret, request("POST", "/", contentType, body)}, {full, request("POST", "/", contentType, body)},
		{s, request("GET", "/", "", nil)}, {s, request("GET", "/form", "", nil)},
		{s, request("GET", "/healthz", "", nil)}, {s, request("GET", "/readyz", "", nil)}, {leaving, request("GET", "/readyz", "", nil)},
		{s, request("GET", "/metrics", "", nil)}, {s, request("GET", "/openapi.json", "", nil)},
	} {
		r := row.Request
		t.Run(r.Method+r.URL.Path, func(t *testing.T) {
			response := serve(row.service, r)
			responses, pointer := described(r.Method, r.URL.Path)
			answer, known := responses[fmt.Sprint(response.StatusCode)].(map[string]any)
			if !known {
				answer, known = responses["default"].(map[string]any)
			}
			if !known {
				t.Fatalf("status %d is not described", response.StatusCode)
			}
			mediaType, _, _ := strings.Cut(response.Header.Get("Content-Type"), ";")
			if content, _ := answer["content"].(map[string]any); content[mediaType] == nil {
				t.Fatalf("%s is not described", mediaType)
			}
			if !strings.HasSuffix(mediaType, "json") {
				return
			}
			schema, err := compiler.Compile(fmt.Sprintf("%s/%d/content/%s/schema", pointer, response.StatusCode,
				strings.ReplaceAll(mediaType, "/", "~1")))
			if err != nil {
				t.Fatal(err)
			}
			instance, err := jsonschema.UnmarshalJSON(response.Body)
			if err != nil {
				t.Fatal(err)
			}
			if err := schema.Validate(instance); err != nil {
				t.Error(err)
			}
		})
	}
}

// openAPI is the schema of OpenAPI 3.1, version 2026-08-03 (spec.openapis.org/oas, Apache License 2.0).
func openAPI(t *testing.T) *jsonschema.Schema {
	t.Helper()
	file, err := os.Open("testdata/openapi-3.1.json")
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	schema, err := jsonschema.UnmarshalJSON(file)
	if err != nil {
		t.Fatal(err)
	}
	compiler := jsonschema.NewCompiler()
	compiler.AddResource("openapi-3.1.json", schema)
	compiled, err := compiler.Compile("openapi-3.1.json")
	if err != nil {
		t.Fatal(err)
	}
	return compiled
}

// TestTogether reads many pictures at once; run with -race it sees that requests share nothing they write.
func TestTogether(t *testing.T) {
	s := newService(t, func(o *Options) { o.AtOnce, o.Waiting = 4, 20 })
	var wait sync.WaitGroup
	for range 12 {
		wait.Go(func() {
			if response := serve(s, request("POST", "/v1/read", "image/png", blank(80, 60))); response.StatusCode != 200 {
				t.Errorf("status %d", response.StatusCode)
			}
		})
	}
	wait.Wait()
}

func BenchmarkRead(b *testing.B) {
	s := newService(b, nil)
	body := note(b)
	for b.Loop() {
		if response := serve(s, request("POST", "/v1/read", "image/jpeg", body)); response.StatusCode != 200 {
			b.Fatal(response.StatusCode)
		}
	}
}
