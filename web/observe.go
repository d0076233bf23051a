package web

import (
	"context"
	"crypto/rand"
	"log/slog"
	"net/http"
	"regexp"
	"runtime/debug"
	"time"
)

// observed gives a request its id, and tells of it when it is done: in the log and in the metrics, never with a picture,
// a number, an address or a header in it. A panic is answered and told like any other error.
func (s *Service) observed(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		id := givenID(r)
		w.Header().Set("X-Request-ID", id)
		w.Header().Set("X-Content-Type-Options", "nosniff")
		r = r.WithContext(context.WithValue(r.Context(), idKey{}, id))
		answer := &answer{ResponseWriter: w}
		began := time.Now()
		defer func() {
			if trouble := recover(); trouble != nil {
				s.Log.Error("panic", "request_id", id, "trouble", trouble, "stack", string(debug.Stack()))
				if answer.status == 0 {
					writeProblem(answer, r, problem{Status: http.StatusInternalServerError,
						Detail: "this is our mistake; tell us the request's id"})
				}
			}
			s.tell(r, answer, id, time.Since(began))
		}()
		next.ServeHTTP(answer, r)
	})
}

// tell tells of a request that is done.
func (s *Service) tell(r *http.Request, a *answer, id string, took time.Duration) {
	route := r.Pattern
	if route == "" {
		route = "none" // whatever a stranger makes up is no name for a metric
	}
	if a.status == 0 {
		a.status = http.StatusOK
	}
	s.metrics.request(route, a.status, took)
	s.Log.Info("request", "request_id", id, "route", route, "status", a.status,
		slog.Duration("took", took), "received", max(r.ContentLength, 0), "sent", a.sent)
}

// An answer remembers what was answered.
type answer struct {
	http.ResponseWriter
	status, sent int
}

func (a *answer) WriteHeader(status int) {
	if a.status == 0 {
		a.status = status
	}
	a.ResponseWriter.WriteHeader(status)
}

func (a *answer) Write(p []byte) (int, error) {
	if a.status == 0 {
		a.status = http.StatusOK
	}
	n, err := a.ResponseWriter.Write(p)
	a.sent += n
	return n, err
}

// Unwrap lets an [http.ResponseController] through.
func (a *answer) Unwrap() http.ResponseWriter { return a.ResponseWriter }

// idKey is the key of a request's id in its context.
type idKey struct{}

func requestID(ctx context.Context) string {
	id, _ := ctx.Value(idKey{}).(string)
	return id
}

// harmlessID is what an id from outside may look like to be written into a log.
var harmlessID = regexp.MustCompile(`^[A-Za-z0-9_.-]{1,64}$`)

// givenID is the id that a request came with, so that it can be followed through several services, or a new one.
func givenID(r *http.Request) string {
	if id := r.Header.Get("X-Request-ID"); harmlessID.MatchString(id) {
		return id
	}
	return rand.Text()
}
