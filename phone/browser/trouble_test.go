package browser_test

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"
)

// Whatever goes wrong is said once, as an alert that tells what to do next, and the way out is the same one button.
func TestTrouble(t *testing.T) {
	server, b := serve(t), newChromium(t, true)
	b.shows(t, still(written(t, "020 555 0137").at(0, 500)))
	failing := func(name string) []string {
		return []string{"navigator.mediaDevices.getUserMedia = () => Promise.reject(new DOMException('', '" + name + "'));"}
	}
	for _, row := range []struct {
		reason string
		visit  visit
		says   string
	}{
		{"in use", visit{scripts: failing("NotReadableError")}, "The camera is used by another app. Close that app, then press Try again."},
		{"an address that is not secure", visit{scripts: []string{`
			Object.defineProperty(navigator, 'mediaDevices', { value: undefined });
			Object.defineProperty(window, 'isSecureContext', { value: false });`}},
			"The camera works only at an address that begins with https. Open this page there, or choose a picture below."},
		{"inside another app", visit{scripts: []string{"Object.defineProperty(navigator, 'mediaDevices', { value: undefined });"}},
			"This browser cannot use the camera. Open this page in Safari, Chrome or Firefox, or choose a picture below."},
		{"too large a picture", visit{scripts: []string{brokenWorker("frame", "too large")}}, "This picture is too large. Choose a smaller one."},
		{"a broken reader", visit{scripts: []string{brokenWorker("frame", "broken")}}, "Something went wrong, and the picture was not read. Take another picture."},
	} {
		t.Run(row.reason, func(t *testing.T) {
			row.visit.who = "reader"
			p := b.open(t, server.URL, row.visit)
			p.press("#go")
			p.enters("trouble")
			p.hears(row.says)
			p.checkTrouble(row.says)
		})
	}
	t.Run("a reader that does not come", func(t *testing.T) {
		p := b.open(t, server.URL, visit{who: "reader", scripts: []string{`
			window.Worker = class { constructor() { setTimeout(() => this.onmessage({ data: { type: 'failed', error: 'no such file' } })); } };`}})
		p.press("#go")
		p.enters("trouble")
		p.checkTrouble("The reader could not be started. Close this page and open it again. If that does not help, update your browser.")
	})
	t.Run("a file that is no picture", func(t *testing.T) {
		file := filepath.Join(t.TempDir(), "picture.jpg")
		if err := os.WriteFile(file, []byte("not a picture"), 0o644); err != nil {
			t.Fatal(err)
		}
		p := b.open(t, server.URL, visit{who: "reader"})
		p.choose("#file", file)
		p.enters("trouble")
		p.checkTrouble("This file is not a picture that can be opened. Choose another.")
	})
}

// brokenWorker makes the reader fail at one kind of request.
func brokenWorker(request, code string) string {
	return strings.NewReplacer("REQUEST", request, "CODE", code).Replace(`
	window.Worker = class extends Worker {
		postMessage(message, ...rest) {
			if (message.type !== 'REQUEST') return super.postMessage(message, ...rest);
			const data = { id: message.id, ok: false, code: 'CODE', error: 'made up' };
			this.dispatchEvent(new MessageEvent('message', { data }));
		}
	};`)
}

// checkTrouble sees that the last thing said is this alert, once, and that the page can be used on.
func (p *page) checkTrouble(says string) {
	p.t.Helper()
	p.hears(says)
	said := p.said()
	if said[len(said)-1] != "alert: "+says {
		p.t.Errorf("said last: %s; want %s", said[len(said)-1], says)
	}
	alerts := slices.DeleteFunc(said, func(s string) bool { return !strings.HasPrefix(s, "alert: ") })
	if len(alerts) != 1 {
		p.t.Errorf("%d alerts: %q", len(alerts), alerts)
	}
	if label := eval[string](p, "document.getElementById('go').textContent"); label != "Try again" {
		p.t.Errorf("the button says %q", label)
	}
	p.accessible()
}

const (
	refusal = "The camera is not allowed. In the settings of your phone or browser, allow this page to use the camera, then press Try again. " +
		"On an iPhone: Settings, Apps, Safari, Camera, Allow. You can also choose a picture below."
	lost = "The camera has stopped. Press Try again."
)

// A camera that is refused is told of by who was chosen to speak, and by nobody else.
func TestRefused(t *testing.T) {
	server, b := serve(t), newChromium(t, true)
	b.shows(t, still(written(t, "1").at(0, 500)))
	for _, row := range []struct {
		who  string
		want []string
	}{{"reader", by("alert", refusal)}, {"voice", by("voice", refusal)}, {"silent", nil}} {
		t.Run(row.who, func(t *testing.T) {
			p := b.open(t, server.URL, visit{who: row.who, refuses: true})
			p.press("#go")
			p.enters("trouble")
			p.hears(refusal)
			if got := p.said(); !slices.Equal(got, row.want) {
				t.Errorf("said %q, want %q", got, row.want)
			}
			if shown := eval[string](p, "document.getElementById('alert').textContent"); shown != refusal {
				t.Errorf("shows %q", shown)
			}
			p.accessible()
		})
	}
}

// A telephone without a camera is told of, and a picture can be chosen all the same.
func TestNoCamera(t *testing.T) {
	server, b := serve(t), newChromium(t, false)
	p := b.open(t, server.URL, visit{who: "reader"})
	p.press("#go")
	p.enters("trouble")
	p.checkTrouble("No camera was found. Choose a picture below.")
	p.choose("#file", "../../examples/note.jpg")
	p.enters("result")
	if shown := eval[string](p, `document.getElementById("number").textContent`); shown != "020 555 0137" {
		t.Errorf("reads %q", shown)
	}
}

// A camera that is taken away while aiming is told of at once, and comes back by the button that says so.
func TestCameraLost(t *testing.T) {
	server, b := serve(t), newChromium(t, true)
	b.shows(t, still(written(t, "020 555 0137").at(0, 500)))
	p := b.open(t, server.URL, visit{who: "reader"})
	p.press("#go")
	p.enters("aiming")
	p.permit(false) // which ends what was permitted
	p.enters("trouble")
	p.checkTrouble(lost)
	count := len(p.said())
	time.Sleep(time.Second)
	if more := p.said()[count:]; len(more) > 0 {
		t.Errorf("guidance goes on without a camera: %q", more)
	}
	p.permit(true)
	p.press("#go")
	p.enters("aiming")
}

// Nothing is asked of the network while a number is read.
func TestStaysOnThePhone(t *testing.T) {
	server, b := serve(t), newChromium(t, true)
	b.shows(t, still(written(t, "020 555 0137").at(0, 0)))
	p := b.open(t, server.URL, visit{who: "reader"})
	p.until("document.getElementById('offline').dataset.word === 'offlineReady'")
	before := p.requests()
	p.press("#go")
	p.enters("result")
	if after := p.requests(); after != before {
		t.Errorf("%d requests while reading", after-before)
	}
}
