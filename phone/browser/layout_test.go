package browser_test

import (
	"fmt"
	"slices"
	"testing"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

// Everything can be reached and used by keyboard alone, from the first question to the call, and what has the focus shows.
func TestKeyboard(t *testing.T) {
	server, b := serve(t), newChromium(t, true)
	b.shows(t, still(written(t, "020 555 0137").at(0, 0)))
	p := b.open(t, server.URL, visit{scripts: []string{pressesOfLinks}})

	p.tabTo(`document.activeElement.value === "reader"`)
	p.do(chromedp.KeyEvent(kb.Enter))
	p.enters("start")
	if focus := p.focused(); focus != "go" {
		t.Fatalf("the focus is on %q", focus)
	}
	p.do(chromedp.KeyEvent(kb.Enter))
	p.enters("result")
	p.tabTo(`document.activeElement.id === "walk-open"`)
	p.do(chromedp.KeyEvent(" "))
	p.hears("The first digit: zero.")
	p.do(chromedp.KeyEvent(kb.ArrowRight))
	p.hears("The second digit: two.")
	p.tabTo(`document.activeElement.id === "call"`)
	p.do(chromedp.KeyEvent(kb.Enter))
	p.until(`followed[0] === "tel:0205550137"`)

	p.reachesAll()
	p.tabTo(`document.activeElement.hash === "#settings"`)
	p.do(chromedp.KeyEvent(kb.Enter))
	p.until(`document.activeElement.id === "settings-heading"`)
	p.tabTo(`document.activeElement.name === "guidance"`)
	p.do(chromedp.KeyEvent(kb.ArrowDown))
	if chosen := eval[string](p, `JSON.parse(localStorage.getItem("aloud.settings")).guidance`); chosen != "short" {
		t.Errorf("chosen by key: %s", chosen)
	}
	p.reachesAll()
	p.tabTo(`document.activeElement.dataset.word === "back"`)
	p.do(chromedp.KeyEvent(kb.Enter))
	p.until(`document.activeElement.hash === "#settings"`) // where it came from
}

// tabTo presses Tab until what has the focus is wanted.
func (p *page) tabTo(wanted string) {
	p.t.Helper()
	for range 60 {
		if eval[bool](p, wanted) {
			return
		}
		p.do(chromedp.KeyEvent(kb.Tab))
	}
	p.t.Fatalf("no %s by Tab", wanted)
}

// reachesAll sees that Tab comes to every control that is shown, and that each shows that it has the focus.
func (p *page) reachesAll() {
	p.t.Helper()
	eval[any](p, `{
		const controls = [...document.querySelectorAll("a[href], button, input, select, [tabindex='0']")].filter((e) => e.checkVisibility() && !e.disabled);
		window.unreached = new Set(controls.filter((e) => e.type !== "radio" || e.checked)); // of a group, one has the focus
		window.unmarked = [];
		document.activeElement.blur();
		null;
	}`)
	for range 60 {
		p.do(chromedp.KeyEvent(kb.Tab))
		eval[any](p, `{
			const focused = document.activeElement, style = getComputedStyle(focused);
			unreached.delete(focused);
			if (focused !== document.body && (style.outlineStyle === "none" || parseFloat(style.outlineWidth) < 2)) unmarked.push(focused.outerHTML);
			null;
		}`)
	}
	if left := eval[[]string](p, `[...unreached].map((e) => e.outerHTML)`); len(left) > 0 {
		p.t.Errorf("Tab does not reach %q", left)
	}
	if unmarked := eval[[]string](p, "unmarked"); len(unmarked) > 0 {
		p.t.Errorf("the focus cannot be seen on %q", unmarked)
	}
}

// pages are the pages beside the reader, the reader itself first.
var pages = []string{"", "tutorial", "settings", "history", "install", "see", "draw"}

// The app fits every window: narrow ones, a desktop's at 400 %, either way that a telephone is held; the button is on the
// screen, nothing is cut off at the side, and there is nothing to push to and fro.
func TestLayout(t *testing.T) {
	server, b := serve(t), newChromium(t, true)
	windows := []struct {
		reason        string
		width, height int64
	}{
		{"narrow", 320, 568}, {"1280x1024 at 400 %", 320, 256}, {"upright", phoneWidth, phoneHeight}, {"on its side", phoneHeight, phoneWidth},
		{"a tablet", 1024, 768},
	}
	p := b.open(t, server.URL, visit{who: "reader"})
	for _, window := range windows {
		p.do(chromedp.EmulateViewport(window.width, window.height))
		if begin := eval[float64](p, `document.getElementById("go").getBoundingClientRect().top`); begin > float64(window.height)-48 {
			t.Errorf("%s: the button begins %.0f pixels down", window.reason, begin)
		}
	}
	p.choose("#file", "../../examples/note.jpg")
	p.enters("result")
	for _, window := range windows {
		p.do(chromedp.EmulateViewport(window.width, window.height))
		for _, language := range []string{"en", "de", "ar"} {
			p.speak(language)
			for _, id := range pages {
				p.goTo(id)
				for _, cut := range eval[[]string](p, tooWide) {
					t.Errorf("%s, %s, #%s: %s", window.reason, language, id, cut)
				}
			}
		}
	}
}

// tooWide are the elements that stick out of the window at a side, apart from those that can be pushed inside a frame.
const tooWide = `[...document.querySelectorAll("body *")].filter((e) => e.checkVisibility() && !e.closest(".wide")).flatMap((e) => {
	const box = e.getBoundingClientRect();
	return box.left < -1 || box.right > innerWidth + 1 ? [e.tagName + " " + e.id + " from " + box.left + " to " + box.right] : [];
})`

// speak chooses a language.
func (p *page) speak(language string) {
	p.t.Helper()
	p.goTo("settings")
	p.until(fmt.Sprintf("document.querySelector('[name=language][value=%s]') !== null", language))
	p.press(fmt.Sprintf("[name=language][value=%s]", language))
	p.until(fmt.Sprintf("document.documentElement.lang === %q", language))
}

// goTo opens a page by its address.
func (p *page) goTo(id string) {
	p.t.Helper()
	eval[any](p, fmt.Sprintf("location.hash = %q; null", id))
	p.until(fmt.Sprintf(`(document.querySelector("[data-page]:not([hidden])")?.id ?? "") === %q`, id))
}

// What somebody has told the system holds here too: colours of their own, more contrast, less motion. Nothing moves anyway.
func TestPreferences(t *testing.T) {
	server, b := serve(t), newChromium(t, true)
	p := b.open(t, server.URL, visit{who: "reader"})
	p.choose("#file", "../../examples/note.jpg")
	p.enters("result")
	for _, row := range []struct{ feature, value string }{
		{"prefers-color-scheme", "dark"}, {"prefers-color-scheme", "light"}, {"prefers-contrast", "more"}, {"prefers-reduced-motion", "reduce"},
		{"forced-colors", "active"},
	} {
		call(p, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{Features: []*emulation.MediaFeature{{Name: row.feature, Value: row.value}}})
		for _, id := range pages {
			p.goTo(id)
			if row.feature != "forced-colors" { // whose colours are none of ours
				p.accessible()
			}
			if moving := eval[int](p, "document.getAnimations().length"); moving != 0 {
				t.Errorf("%s: %s: %d animations", row.feature, row.value, moving)
			}
			if unbordered := eval[[]string](p, `[...document.querySelectorAll("button, .button, select")].filter((e) => e.checkVisibility() &&
				parseFloat(getComputedStyle(e).borderTopWidth) < 2).map((e) => e.outerHTML)`); len(unbordered) > 0 {
				t.Errorf("%s: %s: without a border, which is all that forced colours leave: %q", row.feature, row.value, unbordered)
			}
		}
	}
}

// What is offered beside reading is accessible too, in both directions of writing, and the focus goes where a page opens
// and comes back from there.
func TestPages(t *testing.T) {
	server, b := serve(t), newChromium(t, true)
	b.shows(t, still(written(t, "020 555 0137").at(0, 0)))
	p := b.open(t, server.URL, visit{who: "voice", chosen: map[string]any{"history": true, "language": "", "country": "NL"}})
	for _, id := range []string{"see", "history"} {
		p.goTo(id) // empty as yet
		p.accessible()
	}
	p.goTo("")
	p.press("#go")
	p.enters("result")
	for _, language := range []string{"en", "ar"} {
		p.speak(language)
		if direction := eval[string](p, `getComputedStyle(document.getElementById("number")).direction`); direction != "ltr" {
			t.Errorf("%s: the number runs %s", language, direction)
		}
		for _, id := range pages {
			p.goTo(id)
			switch id {
			case "settings":
				p.until(fmt.Sprintf(`document.querySelector("[name=language]:checked")?.value === %q`, language))
				p.until("document.getElementById('country').value === 'NL' && document.getElementById('country').options.length > 200")
			case "see":
				p.until("document.getElementById('seen').children.length === 10")
			case "draw":
				p.drawSeven()
			}
			p.accessible()
		}
	}
	p.speak("en")
	p.goTo("history")
	if kept := eval[[]string](p, "[...document.querySelectorAll('.kept')].map((e) => e.textContent)"); !slices.Equal(kept, []string{"020 555 0137"}) {
		t.Errorf("kept %q", kept)
	}
	p.press("#forget")
	p.until("document.querySelectorAll('.kept').length === 0 && localStorage.getItem('aloud.history') === null")
	if focus := p.focused(); focus != "history-heading" {
		t.Errorf("after deleting all, the focus is on %q", focus)
	}
}

// drawSeven draws a seven on the pad and waits for what the network makes of it.
func (p *page) drawSeven() {
	p.t.Helper()
	p.do(chromedp.ScrollIntoView("#pad"))
	box := eval[[]float64](p, `{ const { left, top, width } = document.getElementById("pad").getBoundingClientRect(); [left, top, width] }`)
	at := func(x, y float64) (float64, float64) { return box[0] + x*box[2], box[1] + y*box[2] }
	mouse := func(what string, x, y float64) {
		px, py := at(x, y)
		p.do(chromedp.MouseEvent(mouseEvents[what], px, py, chromedp.ButtonLeft, func(e *mouseParams) { e.Buttons = 1 }))
	}
	mouse("press", 0.25, 0.2)
	for i := range 10 {
		mouse("move", 0.25+0.05*float64(i+1), 0.2)
	}
	for i := range 10 {
		mouse("move", 0.75-0.035*float64(i+1), 0.2+0.065*float64(i+1))
	}
	mouse("release", 0.4, 0.85)
	p.until(`document.getElementById("verdict").textContent.includes("7")`)
}

type mouseParams = input.DispatchMouseEventParams

var mouseEvents = map[string]input.DispatchMouseEventType{
	"press": input.DispatchMouseEventTypeMousePressed, "move": input.DispatchMouseEventTypeMouseMoved, "release": input.DispatchMouseEventTypeMouseReleased,
}
