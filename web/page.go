package web

import (
	"context"
	"embed"
	"html/template"
	"net/http"
	"strings"

	"aloud/reader"
	"aloud/speech"
)

//go:embed page.html openapi.json
var files embed.FS

var page = template.Must(template.New("page.html").ParseFS(files, "page.html"))

// A pageContent is what the page shows: the form, with an answer above it once a picture has been sent.
type pageContent struct {
	Title    string
	Sentence string // what was read, in words
	Numbers  []pageNumber
	Problem  string // why nothing could be read, and what to do
}

// A pageNumber is a number as the page shows it.
type pageNumber struct {
	Groups []string
	Sure   bool
}

// form is GET /form: a picture can be sent without any script. The app has such a form too, for browsers without.
func (s *Service) form(w http.ResponseWriter, _ *http.Request) {
	writePage(w, http.StatusOK, pageContent{Title: "Aloud: read a handwritten number"})
}

// answer is POST /: what the form was sent for.
func (s *Service) answer(w http.ResponseWriter, r *http.Request, p *place) {
	files, _, err := s.files(r)
	var reading reader.Reading
	if err == nil {
		err = s.inTurn(r, p, func(ctx context.Context) (err error) {
			reading, err = s.readOne(ctx, files[0])
			return err
		})
	}
	if trouble, ok := err.(problem); ok {
		writeProblemPage(w, r, trouble)
		return
	}
	if err != nil {
		s.fail(w, r, err)
		return
	}
	content := pageContent{Title: "Aloud: no number", Sentence: speech.English.Sentence(reading)}
	var read []string
	for _, n := range reading.Numbers {
		read = append(read, n.Text)
		content.Numbers = append(content.Numbers, pageNumber{strings.Fields(n.Text), n.Sure})
	}
	if len(read) > 0 {
		content.Title = "Aloud: " + strings.Join(read, ", ")
	}
	writePage(w, http.StatusOK, content)
}

func writePage(w http.ResponseWriter, status int, content pageContent) {
	h := w.Header()
	h.Set("Content-Type", "text/html; charset=utf-8")
	h.Set("Cache-Control", "no-store")
	h.Set("Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'")
	h.Set("Referrer-Policy", "no-referrer")
	w.WriteHeader(status)
	page.Execute(w, content) // who has gone away does not hear the error
}

// description is GET /openapi.json.
func (s *Service) description(w http.ResponseWriter, _ *http.Request) {
	body, _ := files.ReadFile("openapi.json")
	w.Header().Set("Content-Type", "application/json")
	w.Write(body)
}
