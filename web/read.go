package web

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"strconv"

	"aloud/batch"
	"aloud/picture"
	"aloud/reader"
)

// read is POST /v1/read. Of a form with several pictures each has its record, and one that is broken spoils no other.
func (s *Service) read(w http.ResponseWriter, r *http.Request, p *place) {
	files, several, err := s.files(r)
	if err != nil {
		s.fail(w, r, err)
		return
	}
	var records []batch.Record
	err = s.inTurn(r, p, func(ctx context.Context) error {
		for _, f := range files {
			if err := ctx.Err(); err != nil {
				return err // of a form with broken pictures nothing else would notice
			}
			reading, err := s.readOne(ctx, f)
			if errors.As(err, new(problem)) && several {
				records = append(records, batch.Record{File: f.name, Error: err.Error(), Reading: reading})
				continue
			}
			if err != nil {
				return err
			}
			records = append(records, batch.Record{File: f.name, Reading: reading})
		}
		return nil
	})
	switch {
	case err != nil:
		s.fail(w, r, err)
	case several:
		writeJSON(w, records)
	default:
		writeJSON(w, records[0])
	}
}

// readOne reads a picture. What is wrong with the picture is a problem.
func (s *Service) readOne(ctx context.Context, f file) (reader.Reading, error) {
	img, err := picture.DecodeWithin(bytes.NewReader(f.data), s.limits())
	if err != nil {
		s.metrics.unreadable()
		return reader.Reading{Numbers: []reader.Number{}}, pictureProblem(err)
	}
	reading, err := s.reader.Read(ctx, img)
	if err == nil {
		s.metrics.reading(reading)
	}
	return reading, err
}

// fail answers with what went wrong. Who has gone away gets no answer.
func (s *Service) fail(w http.ResponseWriter, r *http.Request, err error) {
	var p problem
	if errors.As(err, &p) {
		writeProblem(w, r, p)
		return
	}
	if r.Context().Err() != nil {
		const clientClosedRequest = 499 // as nginx writes it into its logs
		w.WriteHeader(clientClosedRequest)
		return
	}
	panic(err) // there is no other error
}

func writeJSON(w http.ResponseWriter, v any) {
	var body bytes.Buffer
	encoder := json.NewEncoder(&body)
	encoder.SetEscapeHTML(false) // as the command line prints it
	if err := encoder.Encode(v); err != nil {
		panic(err) // nothing of ours cannot be encoded
	}
	w.Header().Set("Content-Type", "application/json")
	w.Header().Set("Content-Length", strconv.Itoa(body.Len()))
	w.Header().Set("Cache-Control", "no-store")
	w.Write(body.Bytes())
}
