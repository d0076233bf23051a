package web

import (
	"encoding/json"
	"net/http"
	"strconv"
	"time"
)

// A problem is what went wrong with a request, as RFC 9457 has it: what happened and what to do, in a line.
type problem struct {
	Type      string `json:"type"`   // always "about:blank": the status says it
	Title     string `json:"title"`  // of the status
	Status    int    `json:"status"` //
	Detail    string `json:"detail"`
	RequestID string `json:"request_id,omitempty"` // under which the log has it

	retryAfter time.Duration // when to come again; 0: no matter
}

func (p problem) Error() string { return p.Detail }

// A teller answers a request with a problem.
type teller func(w http.ResponseWriter, r *http.Request, p problem)

// writeProblem is a teller for programs.
func writeProblem(w http.ResponseWriter, r *http.Request, p problem) {
	p.Type, p.Title, p.RequestID = "about:blank", http.StatusText(p.Status), requestID(r.Context())
	body, _ := json.Marshal(p) // texts and numbers alone: no error
	w.Header().Set("Content-Type", "application/problem+json")
	w.Header().Set("Content-Length", strconv.Itoa(len(body)))
	p.breakOff(w, r)
	w.WriteHeader(p.Status)
	w.Write(body)
}

// writeProblemPage is a teller for people.
func writeProblemPage(w http.ResponseWriter, r *http.Request, p problem) {
	p.breakOff(w, r)
	writePage(w, p.Status, pageContent{Title: "Aloud: the picture could not be read", Problem: p.Detail})
}

// breakOff says when to come again, and that the answer does not wait for what is left of the request.
func (p *problem) breakOff(w http.ResponseWriter, r *http.Request) {
	if p.retryAfter > 0 {
		seconds := int((p.retryAfter + time.Second - 1) / time.Second)
		w.Header().Set("Retry-After", strconv.Itoa(seconds))
	}
	// Else the server would wait for the rest of the body before it answers: seconds, from a slow sender. A recorder of
	// tests cannot do it, and need not.
	http.NewResponseController(w).EnableFullDuplex()
	if r.ContentLength != 0 {
		w.Header().Set("Connection", "close") // what is left of the body would stand before the next request
	}
}

// withProblems puts problems in place of the plain texts that the multiplexer has for a path that it does not know, or
// knows with another method.
func withProblems(mux *http.ServeMux) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if _, pattern := mux.Handler(r); pattern != "" {
			mux.ServeHTTP(w, r)
			return
		}
		refusal := &refusal{header: http.Header{}}
		mux.ServeHTTP(refusal, r)
		if refusal.status != http.StatusNotFound && refusal.status != http.StatusMethodNotAllowed {
			mux.ServeHTTP(w, r) // a redirection to the path in its clean form
			return
		}
		p := problem{Status: refusal.status, Detail: "there is no such path; see /openapi.json"}
		if allow := refusal.header.Get("Allow"); allow != "" {
			w.Header().Set("Allow", allow)
			p.Detail = "this path takes " + allow
		}
		writeProblem(w, r, p)
	})
}

// A refusal hears what the multiplexer would have answered.
type refusal struct {
	header http.Header
	status int
}

func (r *refusal) Header() http.Header         { return r.header }
func (r *refusal) Write(p []byte) (int, error) { return len(p), nil }
func (r *refusal) WriteHeader(status int)      { r.status = status }
