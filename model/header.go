package model

import (
	"bytes"
	"errors"
	"fmt"
	"strconv"
	"unicode/utf16"
	"unicode/utf8"
)

// A header is what is left to read of the header of a weights file. It is JSON, but an object of objects that hold nothing
// except texts and lists of whole numbers, so that this little reader takes all that the format allows. encoding/json would
// silently take the last of two entries with one name, and would be a tenth of the program that a telephone loads.
type header struct{ rest []byte }

// A tensorEntry is what the header tells of a tensor.
type tensorEntry struct {
	name    string
	dtype   string
	shape   []int // rows and columns
	offsets []int // begin and end
}

// parseHeader takes the header apart.
func parseHeader(text []byte) (entries []*tensorEntry, metadata map[string]string, err error) {
	if !utf8.Valid(text) {
		return nil, nil, errors.New("the header is no text in UTF-8")
	}
	h := &header{text}
	if !h.take('{') {
		return nil, nil, errors.New("the header is not a JSON object")
	}
	err = h.fields(func(name string) (err error) {
		if name == metadataName {
			metadata, err = h.metadata()
		} else {
			entry := &tensorEntry{name: name}
			entries = append(entries, entry)
			err = h.entry(entry)
		}
		return err
	})
	if err != nil {
		return nil, nil, fmt.Errorf("header: %w", err)
	}
	if h.skipSpaces(); len(h.rest) > 0 {
		return nil, nil, errors.New("header: something follows the JSON object")
	}
	return entries, metadata, nil
}

// metadata reads an object of texts.
func (h *header) metadata() (map[string]string, error) {
	if !h.take('{') {
		return nil, h.due("{")
	}
	texts := map[string]string{}
	err := h.fields(func(name string) (err error) {
		texts[name], err = h.text()
		return err
	})
	return texts, err
}

// entry reads what is told of a tensor.
func (h *header) entry(e *tensorEntry) error {
	if !h.take('{') {
		return h.due("{")
	}
	return h.fields(func(name string) (err error) {
		switch name {
		case "dtype":
			e.dtype, err = h.text()
		case "shape":
			e.shape, err = h.numbers()
		case "data_offsets":
			e.offsets, err = h.numbers()
		default:
			err = errors.New("there is no such field")
		}
		return err
	})
}

// fields reads an object from behind its brace on. Each value is left to a function, which is told its name.
func (h *header) fields(value func(name string) error) error {
	if h.take('}') {
		return nil
	}
	seen := map[string]bool{}
	for {
		name, err := h.text()
		if err != nil {
			return err
		}
		if seen[name] {
			return fmt.Errorf("two entries %q", name)
		}
		seen[name] = true
		if !h.take(':') {
			return h.due(":")
		}
		if err := value(name); err != nil {
			return fmt.Errorf("%q: %w", name, err)
		}
		if h.take('}') {
			return nil
		}
		if !h.take(',') {
			return h.due("}")
		}
	}
}

// numbers reads a list of whole numbers.
func (h *header) numbers() ([]int, error) {
	if !h.take('[') {
		return nil, h.due("[")
	}
	list := []int{}
	if h.take(']') {
		return list, nil
	}
	for {
		n, err := h.number()
		if err != nil {
			return nil, err
		}
		list = append(list, n)
		if h.take(']') {
			return list, nil
		}
		if !h.take(',') {
			return nil, h.due("]")
		}
	}
}

// number reads a whole number.
func (h *header) number() (int, error) {
	h.skipSpaces()
	length := len(h.rest) - len(bytes.TrimLeft(h.rest, "-0123456789"))
	digits := string(h.rest[:length])
	n, err := strconv.Atoi(digits)
	if err != nil || strconv.Itoa(n) != digits && digits != "-0" { // or else a 0 stands in front
		return 0, h.due("a whole number")
	}
	h.rest = h.rest[length:]
	return n, nil
}

// text reads a text in quotes.
func (h *header) text() (string, error) {
	if !h.take('"') {
		return "", h.due("a text")
	}
	var text []byte
	for {
		r, err := h.letter()
		switch {
		case err != nil:
			return "", err
		case r == closingQuote:
			return string(text), nil
		}
		text = utf8.AppendRune(text, r)
	}
}

// closingQuote is what [header.letter] returns where a text ends; a quote in a text has a backslash before it.
const closingQuote rune = -1

// escapes are the letters behind a backslash, and what they stand for; u is not among them.
var escapes = map[rune]rune{'"': '"', '\\': '\\', '/': '/', 'b': '\b', 'f': '\f', 'n': '\n', 'r': '\r', 't': '\t'}

// letter reads one letter of a text.
func (h *header) letter() (rune, error) {
	r := h.rune()
	switch {
	case r == '"':
		return closingQuote, nil
	case r < ' ': // the end, too
		return 0, errors.New("a text that does not end")
	case r != '\\':
		return r, nil
	}
	behind := h.rune()
	if r, known := escapes[behind]; known {
		return r, nil
	}
	if behind != 'u' {
		return 0, errors.New("a backslash that stands for nothing")
	}
	return h.utf16()
}

// utf16 reads a letter in hexadecimal digits, from behind its \u on. The rarer letters are two such numbers.
func (h *header) utf16() (rune, error) {
	r, err := h.hexadecimal()
	if err != nil || !utf16.IsSurrogate(r) {
		return r, err
	}
	if h.rune() == '\\' && h.rune() == 'u' {
		second, err := h.hexadecimal()
		if r := utf16.DecodeRune(r, second); err == nil && r != utf8.RuneError {
			return r, nil
		}
	}
	return 0, errors.New(`half a letter behind \u`)
}

// hexadecimal reads four hexadecimal digits.
func (h *header) hexadecimal() (rune, error) {
	const digits = 4
	if len(h.rest) >= digits {
		if n, err := strconv.ParseUint(string(h.rest[:digits]), 16, 16); err == nil {
			h.rest = h.rest[digits:]
			return rune(n), nil
		}
	}
	return 0, errors.New(`no four hexadecimal digits behind \u`)
}

// rune reads whatever comes next; at the end that is 0.
func (h *header) rune() rune {
	if len(h.rest) == 0 {
		return 0
	}
	r, size := utf8.DecodeRune(h.rest)
	h.rest = h.rest[size:]
	return r
}

// take skips spaces, and mark if it comes next.
func (h *header) take(mark byte) bool {
	h.skipSpaces()
	if len(h.rest) == 0 || h.rest[0] != mark {
		return false
	}
	h.rest = h.rest[1:]
	return true
}

func (h *header) skipSpaces() { h.rest = bytes.TrimLeft(h.rest, " \t\r\n") }

// due is the error that something else stands where what must.
func (h *header) due(what string) error {
	h.skipSpaces()
	if len(h.rest) == 0 {
		return fmt.Errorf("it ends where %s is due", what)
	}
	const enough = 12 // bytes that show the place
	return fmt.Errorf("%q where %s is due", h.rest[:min(enough, len(h.rest))], what)
}
