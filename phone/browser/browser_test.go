// Package browser_test drives the app in a real browser with a camera that shows pictures drawn by package scribe, and
// listens: it asserts what is said, by whom and how often.
package browser_test

import (
	"context"
	"net/http/httptest"
	"path/filepath"
	"testing"

	"github.com/chromedp/chromedp"

	"aloud/internal/needs"
	"aloud/reader"
	"aloud/web"
)

// A chromium is a browser whose camera shows a film.
type chromium struct {
	ctx  context.Context
	film string // the file
}

// newChromium starts one with a new profile, and a camera or none.
func newChromium(t *testing.T, hasCamera bool) *chromium {
	t.Helper()
	needsAxe(t)
	dir := t.TempDir()
	b := &chromium{film: filepath.Join(dir, "film.y4m")}
	options := []chromedp.ExecAllocatorOption{
		chromedp.ExecPath(needs.Program(t, "chromium")), chromedp.UserDataDir(filepath.Join(dir, "profile")),
		chromedp.Headless, chromedp.NoSandbox, chromedp.DisableGPU, chromedp.NoFirstRun, chromedp.WindowSize(phoneWidth, phoneHeight),
	}
	for _, flag := range []string{"disable-quic", "disable-background-networking", "disable-component-update", "disable-sync"} {
		options = append(options, chromedp.Flag(flag, true))
	}
	if hasCamera {
		options = append(options, chromedp.Flag("use-fake-device-for-media-stream", true), chromedp.Flag("use-file-for-fake-video-capture", b.film))
	}
	allocator, end := chromedp.NewExecAllocator(context.Background(), options...)
	b.ctx, _ = chromedp.NewContext(allocator)
	t.Cleanup(func() {
		chromedp.Cancel(b.ctx)
		end()
	})
	if err := chromedp.Do(b.ctx); err != nil {
		t.Fatal(err)
	}
	return b
}

// serve serves the app as "aloud serve" does.
func serve(t *testing.T) *httptest.Server {
	t.Helper()
	r, err := reader.New()
	if err != nil {
		t.Fatal(err)
	}
	server := httptest.NewServer(web.New(r, web.DefaultOptions()))
	t.Cleanup(server.Close)
	return server
}
