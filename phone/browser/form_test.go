package browser_test

import (
	"image/png"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

// Where scripts do not run, a picture can be sent by a form: the number is in the answer, doubt is named, and what went
// wrong, and from there the next picture can be sent.
func TestWithoutScripts(t *testing.T) {
	server, b := serve(t), newChromium(t, false)
	ctx, end := chromedp.NewContext(b.ctx, chromedp.WithNewBrowserContext())
	t.Cleanup(end)
	if err := chromedp.Do(ctx); err != nil { // makes the tab
		t.Fatal(err)
	}
	p := &page{t: t, ctx: ctx}
	p.do(chromedp.EmulateViewport(phoneWidth, phoneHeight))
	call(p, emulation.SetScriptExecutionDisabled, emulation.SetScriptExecutionDisabledParams{Value: true})
	p.do(chromedp.Navigate(server.URL))
	if eval[bool](p, `document.getElementById("reader").checkVisibility()`) {
		t.Error("a button is shown that cannot work")
	}
	noPicture := filepath.Join(t.TempDir(), "letter.jpg")
	if err := os.WriteFile(noPicture, []byte("Dear reader"), 0o644); err != nil {
		t.Fatal(err)
	}
	for _, row := range []struct {
		reason, field, file string
		title               string
		shows               []string
	}{
		{"a good note", "#sent", "../../examples/note.jpg", "Aloud: 020 555 0137, 06 4813 2976", []string{"Ten digits. Zero two zero."}},
		{"a lone six", "#picture", alone(t), "Aloud: 6", []string{"In doubt.", "The note may be upside down, and then it reads otherwise."}},
		{"no picture", "#picture", noPicture, "Aloud: the picture could not be read", []string{"no picture"}},
	} {
		p.choose(row.field, row.file)
		eval[any](p, `document.querySelector("form button").focus()`) // a click would wait for a script to run
		p.do(chromedp.KeyEvent(kb.Enter))
		for patient := time.Now().Add(*patience); eval[string](p, "document.title") != row.title; time.Sleep(50 * time.Millisecond) {
			if time.Now().After(patient) {
				t.Fatalf("%s: waited in vain for %q at\n%s", row.reason, row.title, eval[string](p, "document.body.innerText"))
			}
		}
		text := eval[string](p, "document.body.innerText")
		for _, shown := range row.shows {
			if !strings.Contains(text, shown) {
				t.Errorf("%s: %q is missing in\n%s", row.reason, shown, text)
			}
		}
	}
}

// alone is the file of a note with a single 6, of which nobody can tell which way up it is.
func alone(t *testing.T) string {
	t.Helper()
	file, err := os.Create(filepath.Join(t.TempDir(), "six.png"))
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	if err := png.Encode(file, written(t, "6").at(0, 0)); err != nil {
		t.Fatal(err)
	}
	return file.Name()
}
