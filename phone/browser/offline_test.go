package browser_test

import (
	"bytes"
	"fmt"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/chromedp/chromedp"

	"aloud/phone"
	"aloud/reader"
	"aloud/web"
)

// A release serves the app, of which later versions come out, or nothing once it has gone.
type release struct {
	*httptest.Server
	number atomic.Int64 // of the version
	gone   atomic.Bool
}

// newRelease serves version 1. The versions differ in a remark and in the name under which they are kept.
func newRelease(t *testing.T) *release {
	r := &release{}
	r.number.Store(1)
	files := map[string]phone.File{}
	for _, f := range phone.Files() {
		files["/"+f.Name] = f
	}
	files["/"] = files["/index.html"]
	r.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, q *http.Request) {
		f, known := files[q.URL.Path]
		if r.gone.Load() || !known {
			panic(http.ErrAbortHandler) // as if there were no network
		}
		version := fmt.Sprint(r.number.Load())
		data := bytes.Replace(f.Data, []byte(`{"version":"`), []byte(`{"version":"`+version+"-"), 1)
		data = bytes.Replace(data, []byte("<body "), []byte("<body data-release="+version+" "), 1)
		w.Header().Set("Content-Type", f.Type)
		w.Header().Set("Cache-Control", "no-cache")
		w.Write(data)
	}))
	t.Cleanup(r.Close)
	return r
}

const (
	kept     = "document.getElementById('offline').dataset.word === 'offlineReady'"
	ready    = "Ready for use without a network."
	restored = "The stored app had been deleted by the phone, and has been stored again."
)

// After the first visit the app opens and reads without a network.
func TestOffline(t *testing.T) {
	r, b := newRelease(t), newChromium(t, true)
	b.shows(t, still(written(t, "020 555 0137").at(0, 0)))
	p := b.open(t, r.URL, visit{who: "reader"})
	p.until(kept)
	r.gone.Store(true)
	r.CloseClientConnections()
	for _, how := range []string{"camera", "file"} {
		p.do(chromedp.Reload())
		p.until(`document.body.dataset.state === "start"`)
		if how == "camera" {
			p.press("#go")
		} else {
			p.choose("#file", "../../examples/note.jpg")
		}
		p.enters("result")
		if shown := eval[string](p, `document.getElementById("number").textContent`); shown != "020 555 0137" {
			t.Errorf("by %s it reads %q", how, shown)
		}
	}
	// Another language, which was never asked for before.
	p.press(`nav [href="#settings"]`)
	p.until("document.querySelector('[name=language][value=nl]') !== null")
	p.press("[name=language][value=nl]")
	p.until("document.documentElement.lang === 'nl'")
}

// The first visit takes each file once, compressed, what is kept for later included; TestFirstLoad of package phone tells
// how much that may be.
func TestFirstVisit(t *testing.T) {
	r, err := reader.New()
	if err != nil {
		t.Fatal(err)
	}
	service, b := web.New(r, web.DefaultOptions()), newChromium(t, true)
	for _, row := range []struct {
		encodings string
		form      func(*phone.File) []byte
	}{{"gzip, br", (*phone.File).Brotli}, {"gzip", (*phone.File).Gzip}} {
		most := int64(0)
		for _, f := range phone.Files() {
			if data := row.form(&f); data != nil {
				most += int64(len(data))
			} else {
				most += int64(len(f.Data))
			}
		}
		var sent atomic.Int64
		server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, q *http.Request) {
			q.Header.Set("Accept-Encoding", row.encodings)
			service.ServeHTTP(counting{w, &sent}, q)
		}))
		t.Cleanup(server.Close)
		p := b.open(t, server.URL, visit{who: "reader"})
		p.until(kept)
		t.Logf("%s: %d bytes of %d", row.encodings, sent.Load(), most)
		if sent.Load() > most+2000 { // the service worker's own file may be asked for twice
			t.Errorf("%s: the first visit takes %d bytes, and all files together have %d", row.encodings, sent.Load(), most)
		}
	}
}

// counting counts the bytes of bodies.
type counting struct {
	http.ResponseWriter
	sent *atomic.Int64
}

func (c counting) Write(data []byte) (int, error) {
	c.sent.Add(int64(len(data)))
	return c.ResponseWriter.Write(data)
}

// It is said once that the app is ready, when nobody is being told anything else, and not before something was pressed.
func TestReadyOnce(t *testing.T) {
	r, b := newRelease(t), newChromium(t, true)
	b.shows(t, still(written(t, "1").at(0, 500)))
	p := b.open(t, r.URL, visit{who: "reader", refuses: true, untold: true})
	p.until(kept)
	time.Sleep(time.Second)
	if said := p.said(); len(said) != 0 {
		t.Errorf("said on loading: %q", said)
	}
	p.press("#go")
	p.hears(ready)
	if got, want := p.said(), []string{"alert: " + refusal, "status: " + ready}; !slices.Equal(got, want) {
		t.Errorf("said %q, want %q", got, want)
	}
	p.do(chromedp.Reload())
	p.until(kept)
	p.press("#go")
	p.enters("trouble")
	time.Sleep(7 * time.Second)
	if said := p.said(); slices.Contains(said, "status: "+ready) {
		t.Errorf("said again: %q", said)
	}
}

// What the telephone has deleted is fetched again, and said.
func TestDeleted(t *testing.T) {
	r, b := newRelease(t), newChromium(t, true)
	b.shows(t, still(written(t, "1").at(0, 500)))
	p := b.open(t, r.URL, visit{who: "reader", refuses: true})
	p.until(kept)
	eval[any](p, `caches.keys().then(async ([name]) => { for (const request of await (await caches.open(name)).keys()) (await caches.open(name)).delete(request); })`)
	p.do(chromedp.Reload())
	p.until(kept)
	p.press("#go")
	p.hears(restored)
	if files := eval[int](p, `caches.keys().then(async ([name]) => (await (await caches.open(name)).keys()).length)`); files < len(phone.Files())-2 {
		t.Errorf("%d files are kept", files)
	}
}

// A new version waits while a number is shown, is offered by a button, and is there after a press.
func TestUpdate(t *testing.T) {
	r, b := newRelease(t), newChromium(t, true)
	b.shows(t, still(written(t, "020 555 0137").at(0, 0)))
	p := b.open(t, r.URL, visit{who: "reader"})
	p.until(kept)
	p.do(chromedp.Reload())
	p.until(`document.body.dataset.state === "start" && navigator.serviceWorker.controller !== null`)
	p.press("#go")
	p.enters("result")
	r.number.Store(2)
	eval[any](p, "navigator.serviceWorker.ready.then((registration) => registration.update()).then(() => null)")
	p.until("!document.getElementById('update').hidden")
	time.Sleep(time.Second)
	if release := eval[string](p, "document.body.dataset.release"); release != "1" || p.state() != "result" {
		t.Errorf("release %s in state %s, while a number is shown", release, p.state())
	}
	p.accessible()
	said := p.said()
	if last := said[len(said)-1]; !strings.HasPrefix(last, "status: Ten digits.") {
		t.Errorf("said over the number: %q", last)
	}
	p.press("#update")
	p.until(`document.body.dataset.release === "2" && document.body.dataset.state === "start"`)
	if caches := eval[[]string](p, "caches.keys()"); len(caches) != 1 || !strings.HasPrefix(caches[0], "aloud 2-") {
		t.Errorf("kept: %q", caches)
	}
}
