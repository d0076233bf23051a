package web

import (
	"errors"
	"fmt"
	"io"
	"mime"
	"mime/multipart"
	"net/http"
	"os"
	"path"
	"slices"
	"strings"

	"aloud/picture"
)

// A file is a picture as it was sent.
type file struct {
	name string // without folders; "" where the picture is the whole body
	data []byte
}

// files takes the pictures out of a request's body: the body itself, or the files of a multipart form. A body that is
// neither, too large or cut off is a problem.
func (s *Service) files(r *http.Request) (files []file, several bool, err error) {
	mediaType, parameters, err := mime.ParseMediaType(r.Header.Get("Content-Type"))
	if err != nil && r.Header.Get("Content-Type") != "" {
		return nil, false, problem{Status: http.StatusUnsupportedMediaType,
			Detail: "the content type cannot be read; send image/jpeg, say, or multipart/form-data"}
	}
	switch {
	case mediaType == "multipart/form-data":
		files, err := s.parts(multipart.NewReader(r.Body, parameters["boundary"]))
		return files, true, err
	case strings.HasPrefix(mediaType, "image/"), slices.Contains(anything, mediaType):
		data, err := io.ReadAll(r.Body)
		if err != nil {
			return nil, false, s.bodyProblem(err)
		}
		return []file{{data: data}}, false, nil
	}
	return nil, false, problem{Status: http.StatusUnsupportedMediaType,
		Detail: fmt.Sprintf("%q is no picture; send image/jpeg, say, or multipart/form-data", mediaType)}
}

// anything are the types of a body that may as well be a picture: what programs say that do not know, curl among them,
// which takes every --data for a form.
var anything = []string{"", "application/octet-stream", "application/x-www-form-urlencoded"}

// maxParts bounds the parts of a form that are no files.
const maxParts = 50

// parts takes the files out of a form.
func (s *Service) parts(form *multipart.Reader) ([]file, error) {
	var files []file
	for n := 0; ; n++ {
		part, err := form.NextPart()
		if err == io.EOF {
			break
		}
		if err != nil {
			return nil, s.bodyProblem(err)
		}
		if n == s.MaxPictures+maxParts {
			return nil, problem{Status: http.StatusRequestEntityTooLarge, Detail: "the form has too many parts"}
		}
		if part.FileName() == "" {
			continue
		}
		if len(files) == s.MaxPictures {
			return nil, problem{Status: http.StatusRequestEntityTooLarge,
				Detail: fmt.Sprintf("a request may have %d pictures; send the rest in another", s.MaxPictures)}
		}
		data, err := io.ReadAll(part)
		if err != nil {
			return nil, s.bodyProblem(err)
		}
		files = append(files, file{path.Base(strings.ReplaceAll(part.FileName(), `\`, "/")), data})
	}
	if len(files) == 0 {
		return nil, problem{Status: http.StatusBadRequest, Detail: "the form has no file in it; choose a picture"}
	}
	return files, nil
}

// bodyProblem says what an error means that came while the body was read.
func (s *Service) bodyProblem(err error) problem {
	switch {
	case errors.As(err, new(*http.MaxBytesError)):
		return s.tooLarge()
	case errors.Is(err, os.ErrDeadlineExceeded):
		return problem{Status: http.StatusRequestTimeout, Detail: "the body came too slowly; send a smaller picture"}
	}
	return problem{Status: http.StatusBadRequest, Detail: "the body is broken or was cut off; send it again"}
}

func (s *Service) tooLarge() problem {
	return problem{Status: http.StatusRequestEntityTooLarge,
		Detail: fmt.Sprintf("the body may have %d bytes; send a smaller picture", s.MaxBody)}
}

// pictureProblem says what an error means that came while a picture was decoded.
func pictureProblem(err error) problem {
	p := problem{Status: http.StatusUnprocessableEntity, Detail: err.Error()}
	switch {
	case errors.Is(err, picture.ErrUnknown):
		p = problem{Status: http.StatusUnsupportedMediaType,
			Detail: "this is no picture; send JPEG, PNG, GIF, BMP, TIFF, WebP or HEIC"}
	case errors.Is(err, picture.ErrTooLarge):
		p.Status = http.StatusRequestEntityTooLarge
	}
	return p
}
