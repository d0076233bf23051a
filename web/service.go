package web

import (
	"log/slog"
	"net/http"
	"runtime"
	"sync/atomic"
	"time"

	"aloud/picture"
	"aloud/reader"
)

// Options are the bounds of a [Service]. Begin with [DefaultOptions]: zero means zero here.
type Options struct {
	MaxBody     int64         // bytes of a request's body
	MaxPixels   int           // of a picture
	MaxPictures int           // in one request
	Timeout     time.Duration // for reading all pictures of a request, once it is its turn
	AtOnce      int           // requests read at the same time
	Waiting     int           // requests that may wait for their turn
	Slow        int           // requests more whose bodies may be slow to come
	Token       string        // what a request must bear to be read; "" lets everybody in
	Log         *slog.Logger  // one line a request
}

// DefaultOptions suit a service on a small machine: a photograph of 50 megapixels passes, and memory stays below some
// two gigabytes.
func DefaultOptions() Options {
	return Options{
		MaxBody:     32 << 20,
		MaxPixels:   50_000_000,
		MaxPictures: 20,
		Timeout:     20 * time.Second,
		AtOnce:      runtime.GOMAXPROCS(0),
		Waiting:     4 * runtime.GOMAXPROCS(0),
		Slow:        16,
		Log:         slog.New(slog.DiscardHandler),
	}
}

// A Service reads pictures for whoever asks. It is an [http.Handler] for any number of requests at once.
type Service struct {
	Options
	reader   *reader.Reader
	queue    *queue
	metrics  *metrics
	handler  http.Handler
	draining atomic.Bool
}

// New returns a service that reads with r.
func New(r *reader.Reader, o Options) *Service {
	s := &Service{Options: o, reader: r, queue: newQueue(o.AtOnce, o.Waiting, o.Slow)}
	s.metrics = newMetrics(s.queue)
	s.handler = s.observed(s.routes())
	return s
}

func (s *Service) ServeHTTP(w http.ResponseWriter, r *http.Request) { s.handler.ServeHTTP(w, r) }

// Drain makes the service say that it is no longer ready, so that no more requests are sent to it, while it answers those
// that still come.
func (s *Service) Drain() { s.draining.Store(true) }

// routes are the handlers of all paths.
func (s *Service) routes() http.Handler {
	mux := http.NewServeMux()
	for route, handle := range s.paths() {
		mux.HandleFunc(route, handle)
	}
	app(mux)
	return withProblems(mux)
}

// paths are the paths but for the files of the app. What costs work needs the token and waits for its turn.
func (s *Service) paths() map[string]http.HandlerFunc {
	return map[string]http.HandlerFunc{
		"POST /v1/read":     s.let(s.read, writeProblem),
		"POST /v1/digit":    s.let(s.digit, writeProblem),
		"GET /form":         s.form,
		"POST /{$}":         s.let(s.answer, writeProblemPage),
		"GET /healthz":      s.alive,
		"GET /readyz":       s.ready,
		"GET /openapi.json": s.description,
		"GET /metrics":      s.metrics.handler().ServeHTTP,
	}
}

func (s *Service) alive(w http.ResponseWriter, _ *http.Request) { writeText(w, "alive\n") }

func (s *Service) ready(w http.ResponseWriter, r *http.Request) {
	if s.draining.Load() {
		writeProblem(w, r, problem{Status: http.StatusServiceUnavailable, Detail: "shutting down; ask another server"})
		return
	}
	writeText(w, "ready\n")
}

func (s *Service) limits() picture.Limits {
	return picture.Limits{Bytes: int(s.MaxBody), Pixels: s.MaxPixels}
}

func writeText(w http.ResponseWriter, text string) {
	w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	w.Write([]byte(text))
}
