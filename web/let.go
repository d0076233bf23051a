package web

import (
	"context"
	"crypto/sha256"
	"crypto/subtle"
	"errors"
	"net/http"
	"strings"
	"time"
)

// let lets a request in that bears the token and finds a place, and bounds its body. Whoever is not let in is told why.
func (s *Service) let(next func(http.ResponseWriter, *http.Request, *place), tell teller) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		if !s.bearsToken(r) {
			w.Header().Add("WWW-Authenticate", `Bearer realm="aloud"`)
			w.Header().Add("WWW-Authenticate", `Basic realm="aloud"`)
			tell(w, r, problem{Status: http.StatusUnauthorized,
				Detail: "this service needs a token; send it as Authorization: Bearer TOKEN"})
			return
		}
		if r.ContentLength > s.MaxBody {
			tell(w, r, s.tooLarge())
			return
		}
		place := s.queue.enter(func() { http.NewResponseController(w).SetReadDeadline(time.Now()) })
		if place == nil {
			tell(w, r, problem{Status: http.StatusTooManyRequests, retryAfter: s.queue.wait(),
				Detail: "too many requests are waiting; come again after Retry-After seconds"})
			return
		}
		defer place.leave()
		r.Body = http.MaxBytesReader(w, r.Body, s.MaxBody)
		next(w, r, place)
	}
}

// bearsToken looks for the token where programs put it, or where a browser puts the password that it asked for. It
// compares in a time that does not tell how much of a token was right.
func (s *Service) bearsToken(r *http.Request) bool {
	if s.Token == "" {
		return true
	}
	given, isBearer := strings.CutPrefix(r.Header.Get("Authorization"), "Bearer ")
	if !isBearer {
		_, given, _ = r.BasicAuth()
	}
	a, b := sha256.Sum256([]byte(given)), sha256.Sum256([]byte(s.Token))
	return subtle.ConstantTimeCompare(a[:], b[:]) == 1
}

// inTurn does work that may take its time when it is the request's turn, within the timeout. It returns what kept it from
// being done.
func (s *Service) inTurn(r *http.Request, p *place, do func(ctx context.Context) error) error {
	var err error
	if waited := p.work(r.Context(), func() {
		ctx, cancel := context.WithTimeout(r.Context(), s.Timeout)
		defer cancel()
		err = do(ctx)
	}); waited != nil {
		err = waited
	}
	if errors.Is(err, context.DeadlineExceeded) {
		return problem{Status: http.StatusServiceUnavailable, retryAfter: s.queue.wait(),
			Detail: "reading took too long; send a smaller picture, or come again later"}
	}
	return err
}
