package browser_test

import (
	"context"
	"fmt"
	"image"
	"image/png"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"

	"aloud/reader"
)

// readBack is what is said of 020 555 0137, an utterance each; a screen reader gets it in one.
var readBack = []string{"Ten digits.", "Zero two zero.", "Five five five.", "Zero one three seven."}

func inOneBreath(sentences []string) string { return strings.Join(sentences, " ") }

func startsResult(text string) bool { return strings.HasPrefix(text, "Ten digits. ") }

// by puts who speaks in front of each sentence.
func by(who string, sentences ...string) []string {
	var all []string
	for _, sentence := range sentences {
		all = append(all, who+": "+sentence)
	}
	return all
}

// One voice at a time: a screen reader hears one live region change once for each thing, and the app keeps quiet; with the
// app's voice no region is live; in silence there is text alone.
func TestWhoSpeaks(t *testing.T) {
	server, b := serve(t), newChromium(t, true)
	note := written(t, "020 555 0137")
	b.shows(t, still(note.at(0, 0)))
	guided := []string{holdIt, "Good. Hold still. Ten digits."}
	shown := append(slices.Clone(guided), inOneBreath(readBack))
	for _, row := range []struct {
		who  string
		want []string
	}{
		{"reader", by("status", shown...)},
		{"voice", by("voice", append(slices.Clone(guided), readBack...)...)},
		{"silent", nil},
	} {
		t.Run(row.who, func(t *testing.T) {
			p := b.open(t, server.URL, visit{who: row.who})
			p.press("#go")
			p.enters("result")
			p.until("!speechSynthesis.speaking && !speechSynthesis.pending")
			if got := p.said(); !slices.Equal(got, row.want) {
				t.Errorf("said %q, want %q", got, row.want)
			}
			if row.who != "reader" {
				if got := p.showed(); !slices.Equal(got, shown) {
					t.Errorf("showed %q, want %q", got, shown)
				}
			}
			for _, u := range p.heard() {
				if u.By == "voice" && (!strings.HasPrefix(u.Lang, "en") || u.Rate != 1) {
					t.Errorf("%q is spoken in %q at speed %g", u.Text, u.Lang, u.Rate)
				}
			}
			if text := eval[string](p, `document.getElementById("number").textContent`); text != "020 555 0137" {
				t.Errorf("shows %q", text)
			}
			if title := eval[string](p, "document.title"); title != "Result – Aloud" {
				t.Errorf("the title is %q", title)
			}
			if focus := p.focused(); focus != "go" {
				t.Errorf("the focus went to %s", focus)
			}
			p.do(chromedp.KeyEvent(kb.Tab))
			if focus := p.focused(); focus != "result-heading" {
				t.Errorf("next after the button is %s, not the result", focus)
			}
			p.accessible()
		})
	}
}

// Who speaks is asked once, and can be changed on the same page.
func TestAskedOnce(t *testing.T) {
	server, b := serve(t), newChromium(t, true)
	p := b.open(t, server.URL, visit{})
	if p.state() != "ask" {
		t.Fatalf("state %s", p.state())
	}
	p.accessible()
	p.press(`#ask [value="voice"]`)
	p.enters("start")
	if got, want := p.said(), by("voice", "This is the app's voice."); !slices.Equal(got, want) {
		t.Errorf("said %q, want %q", got, want)
	}
	if focus := p.focused(); focus != "go" {
		t.Errorf("the focus is on %q", focus)
	}
	p.accessible()
	p.do(chromedp.Reload())
	p.until(`document.body.dataset.state !== "loading"`)
	if p.state() != "start" || len(p.heard()) != 0 {
		t.Errorf("after loading again: state %s, and it says\n%s", p.state(), p.transcript())
	}
	p.press(`#who [value="reader"]`)
	if role := eval[string](p, `document.getElementById("status").getAttribute("role") ?? ""`); role != "status" {
		t.Error("the region is not live after a screen reader was chosen to speak")
	}
	if enabled := eval[string](p, `JSON.parse(localStorage.getItem("aloud.settings")).who`); enabled != "reader" {
		t.Errorf("kept: %s", enabled)
	}
}

// A voice that never starts is told of by the one who can: the live region.
func TestDumbVoice(t *testing.T) {
	server, b := serve(t), newChromium(t, true)
	b.shows(t, still(written(t, "1").at(0, 500)))
	p := b.open(t, server.URL, visit{who: "voice", scripts: []string{"window.dumb = true;"}})
	p.press("#go")
	const confession = "The voice does not start. Check the volume, or choose your screen reader to speak."
	p.hears(confession)
	if got := p.said(); !slices.Contains(got, "alert: "+confession) {
		t.Errorf("said %q", got)
	}
}

// Everything about a number that two looks at the paper would tell: which of two it is, whichever way up the paper lies.
func TestNumbers(t *testing.T) {
	server, b := serve(t), newChromium(t, true)
	t.Run("two", func(t *testing.T) {
		b.shows(t, still(example(t, "note.jpg")))
		p := b.open(t, server.URL, visit{who: "reader"})
		p.press("#go")
		p.enters("result")
		said := p.said()
		want := "status: Two numbers. First: Ten digits. Zero two zero. Five five five. Zero one three seven." +
			" Second: Ten digits. Zero six. Four eight one three. Two nine seven six."
		if got := said[len(said)-1]; got != want {
			t.Errorf("said %q, want %q", got, want)
		}
		p.press("#next-number")
		p.hears("Second")
		if shown := eval[string](p, `document.getElementById("number").textContent`); shown != "06 4813 2976" {
			t.Errorf("the next number is %q", shown)
		}
		p.accessible()
	})
	t.Run("upside down", func(t *testing.T) {
		b.shows(t, still(upsideDown(written(t, "020 555 0137").at(0, 0))))
		p := b.open(t, server.URL, visit{who: "reader"})
		p.press("#go")
		p.enters("result")
		if shown := eval[string](p, `document.getElementById("number").textContent`); shown != "020 555 0137" {
			t.Errorf("reads %q", shown)
		}
	})
}

// The walk says a digit a step, by buttons, keys and swipes.
func TestWalk(t *testing.T) {
	server, b := serve(t), newChromium(t, true)
	b.shows(t, still(written(t, "020 555 0137").at(0, 0)))
	p := b.open(t, server.URL, visit{who: "reader"})
	p.press("#go")
	p.enters("result")
	before := len(p.said())
	p.press("#walk-open")
	p.hears("The first digit: zero.")
	p.press("#digit-on")
	p.hears("The second digit: two.")
	p.do(chromedp.KeyEvent(kb.ArrowRight), chromedp.KeyEvent(kb.End))
	p.hears("The tenth digit: seven.")
	p.do(chromedp.KeyEvent(kb.Home))
	p.until(`heard.at(-1).text === "The first digit: zero."`)
	p.do(chromedp.KeyEvent(kb.ArrowLeft)) // past the end: it is said again
	p.until(`heard.filter(({ text }) => text === "The first digit: zero.").length === 3`)
	p.swipe("#digits", -100)
	p.until(`heard.at(-1).text === "The second digit: two."`)
	want := by("status", "The first digit: zero.", "The second digit: two.", "The third digit: zero.", "The tenth digit: seven.",
		"The first digit: zero.", "The first digit: zero.", "The second digit: two.")
	if got := p.said()[before:]; !slices.Equal(got, want) {
		t.Errorf("said %q, want %q", got, want)
	}
	p.accessible()
}

// swipe moves a finger so many pixels to the right over an element.
func (p *page) swipe(selector string, right int) {
	p.t.Helper()
	x := eval[float64](p, `{ const box = document.querySelector("`+selector+`").getBoundingClientRect(); box.left + box.width / 2 }`)
	y := eval[float64](p, `document.querySelector("`+selector+`").getBoundingClientRect().top + 20`)
	p.do(chromedp.MouseEvent("mousePressed", x, y, chromedp.ButtonLeft), chromedp.MouseEvent("mouseReleased", x+float64(right), y, chromedp.ButtonLeft))
}

// A number that was heard can be called, copied and saved, each by a press of its own.
func TestHandOver(t *testing.T) {
	server, b := serve(t), newChromium(t, true)
	b.shows(t, still(written(t, "020 555 0137").at(0, 0)))
	p := b.open(t, server.URL, visit{who: "reader", scripts: []string{pressesOfLinks, copies}})
	p.press("#go")
	p.enters("result")
	p.press("#call")
	if pressed := eval[[]string](p, "followed"); !slices.Equal(pressed, []string{"tel:0205550137"}) {
		t.Errorf("calls %q", pressed)
	}
	p.press("#copy")
	p.hears("Copied.")
	if copied := eval[[]string](p, "copied"); !slices.Equal(copied, []string{"0205550137"}) {
		t.Errorf("copied %q", copied)
	}
	p.press("#save")
	p.hears("The contact has been handed over.")
	card := "BEGIN:VCARD\r\nVERSION:3.0\r\nN:Number read by Aloud;;;;\r\nFN:Number read by Aloud\r\nTEL:0205550137\r\nEND:VCARD\r\n"
	if saved := eval[[]string](p, "Promise.all(handed.map((blob) => blob.text()))"); !slices.Equal(saved, []string{card}) {
		t.Errorf("saved %q", saved)
	}
}

// pressesOfLinks are the addresses that presses would have followed, in place of following them, and the files handed over.
const pressesOfLinks = `
	window.followed = [];
	window.handed = [];
	const address = URL.createObjectURL;
	URL.createObjectURL = (blob) => { handed.push(blob); return address(blob); };
	addEventListener('click', (event) => {
		const link = event.target.closest?.('a[href]');
		if (!link || link.getAttribute('href').startsWith('#') || event.defaultPrevented) return;
		followed.push(link.href);
		event.preventDefault();
	});
	const click = HTMLAnchorElement.prototype.click;
	HTMLAnchorElement.prototype.click = function () { this.isConnected ? click.call(this) : followed.push(this.href); };`

// copies are the texts copied, as a browser without a window has no place for them.
const copies = `
	window.copied = [];
	Object.defineProperty(navigator, 'clipboard', { value: { writeText: async (text) => { copied.push(text); } } });`

// A digit in doubt is named when the number is read and again before it goes out of hand; a number with a digit missing is
// not called at all.
func TestDoubt(t *testing.T) {
	server, b := serve(t), newChromium(t, true)
	r, err := reader.New()
	if err != nil {
		t.Fatal(err)
	}
	note := written(t, "020 555 0137").at(0, 0)
	doubtful := worn(t, r, note, func(n reader.Number) bool { return !n.Sure && !strings.Contains(n.Digits, "?") })
	refused := worn(t, r, note, func(n reader.Number) bool { return strings.Contains(n.Digits, "?") })

	t.Run("doubtful", func(t *testing.T) {
		p := b.open(t, server.URL, visit{who: "reader", scripts: []string{pressesOfLinks, copies}})
		p.choose("#file", doubtful)
		p.enters("result")
		if said := inOneBreath(p.said()); !strings.Contains(said, "doubtful") {
			t.Errorf("no doubt is named in %q", said)
		}
		p.accessible()
		for i, button := range []string{"#call", "#copy"} {
			p.press(button)
			p.hears([]string{"Press Call again if that is right.", "Press Copy again if that is right."}[i])
			if len(eval[[]string](p, "[...followed, ...copied]")) != i {
				t.Errorf("%s lets the number go before the doubt was named again", button)
			}
			p.press(button)
			p.until("followed.length + copied.length === " + string('1'+rune(i)))
		}
	})
	t.Run("refused", func(t *testing.T) {
		p := b.open(t, server.URL, visit{who: "reader", scripts: []string{pressesOfLinks, copies}})
		p.choose("#file", refused)
		p.enters("result")
		if said := inOneBreath(p.said()); !strings.Contains(said, "unclear") {
			t.Errorf("nothing is unclear in %q", said)
		}
		if shown := eval[string](p, `document.getElementById("number").textContent`); !strings.Contains(shown, "?") {
			t.Errorf("shows %q", shown)
		}
		p.accessible()
		for _, button := range []string{"#call", "#call", "#save", "#save"} {
			p.press(button)
			p.hears("A digit is unclear, so this number cannot be used.")
		}
		if gone := eval[[]string](p, "followed"); len(gone) != 0 {
			t.Errorf("a number with a digit missing went to %q", gone)
		}
		p.press("#copy")
		p.hears("Question marks stand in place of unclear digits. Press Copy again to go on all the same.")
		p.press("#copy")
		p.until("copied.length === 1 && copied[0].includes('?')")
	})
}

// worn is the file of a picture in which a part of the writing has been rubbed out so far that the reader says of the number
// what is wanted.
func worn(t *testing.T, r *reader.Reader, note *image.RGBA, wanted func(reader.Number) bool) string {
	t.Helper()
	whole, err := r.Read(context.Background(), note)
	if err != nil || len(whole.Numbers) != 1 {
		t.Fatalf("%v, %v", whole.Numbers, err)
	}
	for _, symbol := range whole.Numbers[0].Symbols[1:] {
		for percent := 20; percent <= 80; percent += 10 {
			rubbed := image.NewRGBA(note.Rect)
			copy(rubbed.Pix, note.Pix)
			box := symbol.Box
			for y := box.Min.Y - 4; y < box.Min.Y+(box.Max.Y-box.Min.Y)*percent/100; y++ {
				for x := box.Min.X - 4; x < box.Max.X+4; x++ {
					rubbed.SetRGBA(x, y, note.RGBAAt(x, 20))
				}
			}
			reading, err := r.Read(context.Background(), rubbed)
			if err != nil {
				t.Fatal(err)
			}
			if len(reading.Numbers) != 1 || !wanted(reading.Numbers[0]) {
				continue
			}
			file := filepath.Join(t.TempDir(), "worn.png")
			f, err := os.Create(file)
			if err != nil {
				t.Fatal(err)
			}
			if err := png.Encode(f, rubbed); err != nil {
				t.Fatal(err)
			}
			if err := f.Close(); err != nil {
				t.Fatal(err)
			}
			return file
		}
	}
	t.Fatal("no wear makes the reader say that")
	return ""
}

// A number that was read in one language is said again in another that has been chosen meanwhile, by its voice, and shown with
// its words.
func TestOtherLanguage(t *testing.T) {
	server, b := serve(t), newChromium(t, false)
	p := b.open(t, server.URL, visit{who: "voice"})
	p.choose("#file", "../../examples/note.jpg")
	p.enters("result")
	p.speak("nl")
	p.until("document.getElementById('digits').textContent.includes('cijfer')")
	p.goTo("")
	before := len(p.heard())
	p.press("#repeat")
	p.until(fmt.Sprintf("heard.slice(%d).some(({ by }) => by === 'voice')", before))
	for _, u := range p.heard()[before:] {
		if u.By == "voice" && !strings.HasPrefix(u.Lang, "nl") {
			t.Errorf("%q is spoken as %s", u.Text, u.Lang)
		}
	}
	if marked := eval[string](p, `document.getElementById("status").lang`); marked != "nl" {
		t.Errorf("marked as %s", marked)
	}
	if first, want := p.heard()[before].Text, "Eerste nummer:"; first != want {
		t.Errorf("repeats %q first, want %q", first, want)
	}
	p.accessible()
}

// TestSpeechIsOfTheReading sees that looking again at a picture, as the page that shows what was seen does, leaves what was read
// from several as it was: it is that which is said in another language.
func TestSpeechIsOfTheReading(t *testing.T) {
	server, b := serve(t), newChromium(t, false)
	p := b.open(t, server.URL, visit{who: "reader"})
	said := eval[[]string](p, `(async () => {
		const worker = new Worker("worker.js");
		const told = () => new Promise((resolve) => { worker.onmessage = ({ data }) => resolve(data); });
		const ask = (request) => { worker.postMessage({ id: 1, ...request }); return told(); };
		const picture = (draw) => {
			const paper = new OffscreenCanvas(640, 480).getContext("2d");
			paper.fillStyle = "white";
			paper.fillRect(0, 0, 640, 480);
			draw(paper);
			return { width: 640, height: 480, pixels: paper.getImageData(0, 0, 640, 480).data.buffer };
		};
		const zeros = (paper) => {
			paper.lineWidth = 8;
			for (const x of [200, 300, 400]) {
				paper.beginPath();
				paper.ellipse(x, 240, 25, 40, 0, 0, 2 * Math.PI);
				paper.stroke();
			}
		};
		await told();
		if ((await ask({ type: "speech" })).ok) return ["", "", "something, before anything was read"];
		await ask({ type: "begin" });
		await ask({ type: "still", follow: true, ...picture(zeros) });
		const followed = await ask({ type: "still", follow: true, ...picture(() => {}) });
		const again = await ask({ type: "again" });
		const speech = await ask({ type: "speech" });
		return [followed, again, speech].map((answer) => answer.speech.sentence);
	})()`)
	if said[0] != said[2] || said[0] == said[1] || !strings.HasPrefix(said[0], "Three digits.") {
		t.Errorf("said %q after two looks, %q of the second alone, and %q in the end", said[0], said[1], said[2])
	}
}
