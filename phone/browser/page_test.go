package browser_test

import (
	"context"
	_ "embed"
	"encoding/json"
	"flag"
	"fmt"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/browser"
	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/network"
	cdppage "github.com/chromedp/cdproto/page"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
)

// The window is as large as the screen of a telephone, in CSS pixels.
const phoneWidth, phoneHeight = 412, 915

var patience = flag.Duration("patience", time.Minute, "how long anything may take before it counts as never")

//go:embed testdata/hear.js
var hear string

// A page is the app, open for somebody who has never been there before.
type page struct {
	t   *testing.T
	ctx context.Context

	shot int // pictures kept of it

	mutex   sync.Mutex
	asked   int      // requests
	foreign []string // those of addresses elsewhere
	thrown  []string // exceptions that nobody caught
}

// A visit tells how the app is opened.
type visit struct {
	who     string         // speaks; "" where it has not been asked yet
	chosen  map[string]any // further settings
	refuses bool           // the camera
	untold  bool           // that the app is ready for use without a network, which is said once
	scripts []string       // that run before the page's own
}

// open opens the app and waits until it can be used.
func (b *chromium) open(t *testing.T, address string, v visit) *page {
	t.Helper()
	ctx, end := chromedp.NewContext(b.ctx, chromedp.WithNewBrowserContext())
	t.Cleanup(end)
	p := &page{t: t, ctx: ctx}
	if err := chromedp.Do(ctx); err != nil { // makes the tab, which lives as long as this context
		t.Fatal(err)
	}
	if err := chromedp.Listen(ctx, func(event any) { p.listen(address, event) }); err != nil {
		t.Fatal(err)
	}
	p.permit(!v.refuses)
	call(p, network.Enable, network.EnableParams{})
	// What has the focus shows only in a window that has it, and Chromium's loses it for a moment where Tab goes around.
	call(p, emulation.SetFocusEmulationEnabled, emulation.SetFocusEmulationEnabledParams{Enabled: true})
	for _, script := range append(v.scripts, hear, chooses(t, v)) {
		call(p, cdppage.AddScriptToEvaluateOnNewDocument, cdppage.AddScriptToEvaluateOnNewDocumentParams{Source: script})
	}
	p.do(chromedp.Navigate(address))
	p.until(`document.body.dataset.state !== "loading"`)
	t.Cleanup(p.seeNothingWrong)
	return p
}

// chooses is a script that makes the settings of a visit those that the app has kept.
func chooses(t *testing.T, v visit) string {
	settings := map[string]any{"who": v.who, "language": "en", "country": ""}
	for name, value := range v.chosen {
		settings[name] = value
	}
	kept, err := json.Marshal(settings)
	if err != nil {
		t.Fatal(err)
	}
	script := fmt.Sprintf(`localStorage.getItem("aloud.settings") ?? localStorage.setItem("aloud.settings", %q);`, kept)
	if !v.untold {
		script += `localStorage.setItem("aloud.offline", "true");`
	}
	return script
}

// listen notes what must not happen.
func (p *page) listen(address string, event any) {
	p.mutex.Lock()
	defer p.mutex.Unlock()
	switch event := event.(type) {
	case *network.EventRequestWillBeSent:
		p.asked++
		url := strings.TrimPrefix(event.Request.URL, "blob:")
		if !strings.HasPrefix(url, address) && !strings.HasPrefix(url, "data:") {
			p.foreign = append(p.foreign, event.Request.URL)
		}
	case *runtime.EventExceptionThrown:
		p.thrown = append(p.thrown, fmt.Sprintf("%+v", event.ExceptionDetails))
	}
}

func (p *page) seeNothingWrong() {
	p.mutex.Lock()
	defer p.mutex.Unlock()
	for _, address := range p.foreign {
		p.t.Errorf("the page asked for %s", address)
	}
	for _, exception := range p.thrown {
		p.t.Errorf("the page threw: %s", exception)
	}
}

// requests is how many the page has made so far.
func (p *page) requests() int {
	p.mutex.Lock()
	defer p.mutex.Unlock()
	return p.asked
}

// do does what drives a browser.
func (p *page) do(actions ...chromedp.Action[chromedp.Void]) {
	p.t.Helper()
	ctx, end := context.WithTimeout(p.ctx, *patience)
	defer end()
	if err := chromedp.Do(ctx, actions...); err != nil {
		p.t.Fatalf("%v\nheard so far:\n%s", err, p.transcript())
	}
}

// call is do for what has no action of its own.
func call[P, R any](p *page, command cdp.Command[P, R], params P) R {
	p.t.Helper()
	ctx, end := context.WithTimeout(p.ctx, *patience)
	defer end()
	result, err := chromedp.Call(ctx, command, params)
	if err != nil {
		p.t.Fatalf("%s: %v", command.Method, err)
	}
	return result
}

// permit lets the page use the camera, or refuses it.
func (p *page) permit(yes bool) {
	p.t.Helper()
	setting := browser.PermissionSettingGranted
	if !yes {
		setting = browser.PermissionSettingDenied
	}
	if _, err := chromedp.CallBrowser(p.ctx, browser.SetPermission, browser.SetPermissionParams{
		Permission: &browser.PermissionDescriptor{Name: "camera"}, Setting: setting,
		BrowserContextID: chromedp.FromContext(p.ctx).BrowserContextID,
	}); err != nil {
		p.t.Fatal(err)
	}
}

// eval evaluates an expression in the page, and waits for it if it is a promise.
func eval[T any](p *page, expression string) T {
	p.t.Helper()
	ctx, end := context.WithTimeout(p.ctx, *patience)
	defer end()
	value, err := chromedp.Run(ctx, chromedp.Evaluate[T](expression, chromedp.EvalAwaitPromise))
	if err != nil {
		p.t.Fatalf("%s: %v", expression, err)
	}
	return value
}

// until waits for a condition of the page. While the page is being loaded anew there is nobody to ask.
func (p *page) until(condition string) {
	p.t.Helper()
	ctx, end := context.WithTimeout(p.ctx, *patience)
	defer end()
	for {
		holds, err := chromedp.Run(ctx, chromedp.Evaluate[bool](condition))
		if holds {
			return
		}
		if ctx.Err() != nil {
			p.t.Fatalf("waited in vain for %s (%v) in state %s\nheard so far:\n%s", condition, err, p.state(), p.transcript())
		}
		time.Sleep(20 * time.Millisecond)
	}
}

// enters waits until the page is in a state.
func (p *page) enters(state string) {
	p.t.Helper()
	p.until(fmt.Sprintf("document.body.dataset.state === %q", state))
}

func (p *page) state() string { return eval[string](p, "document.body.dataset.state") }

// press presses a button as a finger does.
func (p *page) press(selector string) {
	p.t.Helper()
	p.do(chromedp.Click(selector))
}

// An utterance is something that the page said.
type utterance struct {
	By   string // "status", "alert": a live region; "voice"; "primer" without a sound; "cancel"; "nobody": text to be seen
	Text string
	At   float64 // ms
	Lang string
	Rate float64
}

// heard is what was said since the page was opened.
func (p *page) heard() []utterance {
	p.t.Helper()
	return eval[[]utterance](p, "window.heard ?? []")
}

// hears waits until something was said that contains a text.
func (p *page) hears(text string) {
	p.t.Helper()
	p.until(fmt.Sprintf("heard.some(({ text }) => text.includes(%q))", text))
}

// transcript is what was heard in lines of who and what.
func (p *page) transcript() string {
	var b strings.Builder
	for _, u := range p.heard() {
		fmt.Fprintf(&b, "%6.0f %s: %s\n", u.At, u.By, u.Text)
	}
	return b.String()
}

// What is said while something takes long, which depends on the machine.
const (
	loadingOn = "The reader is being loaded. This takes a moment the first time."
	readingOn = "Picture taken. Reading."
)

// said is what a listener heard and by whom, apart from what is said while something takes long.
func (p *page) said() []string {
	p.t.Helper()
	var all []string
	for _, u := range p.heard() {
		if u.By != "nobody" && u.By != "primer" && u.By != "cancel" && u.Text != loadingOn && u.Text != readingOn {
			all = append(all, u.By+": "+u.Text)
		}
	}
	return all
}

// showed is what was only to be seen, with the same exception.
func (p *page) showed() []string {
	p.t.Helper()
	var all []string
	for _, u := range p.heard() {
		if u.By == "nobody" && u.Text != loadingOn && u.Text != readingOn {
			all = append(all, u.Text)
		}
	}
	return all
}

// focused is the id of what has the focus.
func (p *page) focused() string {
	p.t.Helper()
	return eval[string](p, "document.activeElement.id")
}

// choose chooses a file, as the system's dialogue does.
func (p *page) choose(selector, file string) {
	p.t.Helper()
	path, err := filepath.Abs(file)
	if err != nil {
		p.t.Fatal(err)
	}
	p.do(chromedp.SetUploadFiles(selector, []string{path}))
}
