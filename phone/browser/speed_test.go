package browser_test

import (
	_ "embed"
	"flag"
	"fmt"
	"image"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"
	xdraw "golang.org/x/image/draw"

	"aloud/interchange/onnx"
	"aloud/internal/needs"
	"aloud/phone"
	"aloud/reader"
)

var speed = flag.Bool("speed", false, "measure how fast the app is; for a machine that does nothing else")

//go:embed testdata/measure.js
var measure string

// exercise is about how long the worker looks and reads by itself when it has started, so that the browser makes it fast.
const exercise = 3 * time.Second

type measured struct {
	Ready float64
	Asked []struct {
		Type         string
		At, Answered float64
	}
	Blocked []struct{ At, Duration float64 }
}

func onlyForSpeed(t *testing.T) {
	t.Helper()
	if !*speed {
		t.Skip("measured with -speed, on a machine that does nothing else")
	}
}

// TestReady measures when the reader is ready, counted from the moment the page was asked for.
func TestReady(t *testing.T) {
	onlyForSpeed(t)
	server, b := serve(t), newChromium(t, true)
	opened := func(p *page) float64 {
		t.Helper()
		p.until("window.measured?.ready > 0")
		m := eval[measured](p, "measured")
		p.until(kept) // what the page and its worker do then shall not slow down the next one
		time.Sleep(exercise)
		return m.Ready
	}
	opened(b.open(t, server.URL, visit{who: "reader", scripts: []string{measure}})) // the server compresses each file once
	for range 3 {
		p := b.open(t, server.URL, visit{who: "reader", scripts: []string{measure}})
		first := opened(p)
		p.do(chromedp.Reload())
		again := opened(p)
		t.Logf("ready after %.0f ms, on the second visit after %.0f", first, again)
		if max(first, again) > 1000 {
			t.Errorf("ready after %.0f ms and %.0f, at most 1000", first, again)
		}
	}
}

// TestSlowPhone measures on a processor four times as slow how many frames are looked at, how long a picture takes, and
// whether the page's own thread, on which a screen reader waits, was ever held up.
func TestSlowPhone(t *testing.T) {
	onlyForSpeed(t)
	server, b := serve(t), newChromium(t, true)
	wide := image.NewRGBA(image.Rect(0, 0, 1920, 1080)) // what the app asks a camera for
	xdraw.CatmullRom.Scale(wide, wide.Rect, written(t, "020 555 0137").at(0, 0), image.Rect(0, 0, viewWidth, viewHeight), xdraw.Src, nil)
	b.shows(t, still(wide))
	for _, factor := range []float64{1, 4} {
		p := b.open(t, server.URL, visit{who: "reader", chosen: map[string]any{"guidance": "full"}, scripts: []string{measure}})
		p.until("measured.ready > 0")
		time.Sleep(exercise) // nobody presses much sooner
		p.slowDown(factor)
		p.press("#go")
		p.enters("result")
		p.slowDown(1)
		m := eval[measured](p, "measured")
		var frames, stills, gaps []float64
		last := 0.0
		for _, a := range m.Asked {
			switch a.Type {
			case "frame":
				frames = append(frames, a.Answered-a.At)
				if last > 0 {
					gaps = append(gaps, a.At-last)
				}
				last = a.At
			case "still":
				stills = append(stills, a.Answered-a.At)
			}
		}
		t.Logf("slowed %gx: a frame takes %.1f ms and comes each %.1f ms (medians of %d); stills take %.0f ms; blocked %v",
			factor, median(frames), median(gaps), len(frames), stills, m.Blocked)
		if rate := 1000 / median(gaps); rate < 14.5 {
			t.Errorf("slowed %gx: %.1f frames a second, at least 15", factor, rate)
		}
		if slices.Max(stills) > 500 {
			t.Errorf("slowed %gx: a picture takes %.0f ms, at most 500", factor, slices.Max(stills))
		}
		for _, block := range m.Blocked {
			if block.At > m.Ready {
				t.Errorf("slowed %gx: the page was blocked for %.0f ms", factor, block.Duration)
			}
		}
	}
}

// slowDown makes the processor so many times as slow, for the page and for its worker.
func (p *page) slowDown(factor float64) {
	p.t.Helper()
	call(p, emulation.SetCPUThrottlingRate, emulation.SetCPUThrottlingRateParams{Rate: factor})
}

func median(values []float64) float64 {
	values = slices.Sorted(slices.Values(values))
	return values[len(values)/2]
}

// TestAheadOfONNXRuntime lets the app's network and ONNX Runtime read the same number of digits in the same browser, both
// in one thread.
func TestAheadOfONNXRuntime(t *testing.T) {
	onlyForSpeed(t)
	needs.NodePackage(t, "onnxruntime-web")
	b := newChromium(t, false)
	server := servePeers(t)
	p := b.open(t, server.URL, visit{scripts: []string{"document.addEventListener('DOMContentLoaded', () => { document.body.dataset.state = 'peers'; });"}})
	eval[any](p, `{
		ort.env.wasm.numThreads = 1;
		ort.env.wasm.wasmPaths = location.href + "ort/";
		window.worker = new Worker("worker.js");
		window.ask = (request) => new Promise((resolve) => { worker.onmessage = ({ data }) => resolve(data); if (request) worker.postMessage(request); });
		ask().then(async (greeting) => {
			window.greeting = greeting;
			window.session = await ort.InferenceSession.create("digits.onnx", { executionProviders: ["wasm"] });
		});
		null;
	}`)
	p.until("window.session !== undefined")
	if !eval[bool](p, "greeting.simd") {
		t.Error("the app's network runs without vectors")
	}
	for _, batch := range []int{1, 10, 100} {
		times := max(2000/batch, 20)
		own := eval[float64](p, fmt.Sprintf("ask({ id: 1, type: 'batch', batch: %d, times: %d }).then(({ milliseconds }) => milliseconds)", batch, times))
		peer := eval[float64](p, fmt.Sprintf(`(async () => {
			const input = session.inputNames[0], numbers = new Float32Array(%[1]d * 784).map(Math.random);
			let least = Infinity;
			for (let i = 0; i < %[2]d; i++) {
				const digits = new ort.Tensor("float32", numbers, [%[1]d, 784]), began = performance.now();
				await session.run({ [input]: digits });
				least = Math.min(least, performance.now() - began);
			}
			return least;
		})()`, batch, times))
		t.Logf("%3d digits: %.3f ms, ONNX Runtime %.3f ms", batch, own, peer)
		if own > peer {
			t.Errorf("%d digits take %.3f ms, ONNX Runtime %.3f", batch, own, peer)
		}
	}
}

// servePeers serves the app's worker with testdata/batch in place of its program, and ONNX Runtime with the same network.
func servePeers(t *testing.T) *httptest.Server {
	t.Helper()
	program := filepath.Join(t.TempDir(), "batch.wasm")
	build := exec.Command("go", "build", "-o", program, "./testdata/batch")
	build.Env = append(os.Environ(), "GOOS=js", "GOARCH=wasm")
	if output, err := build.CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, output)
	}
	network, metadata, err := reader.Weights()
	if err != nil {
		t.Fatal(err)
	}
	exported, err := onnx.Format(network, metadata)
	if err != nil {
		t.Fatal(err)
	}
	path, err := exec.Command("node", "--print", `require("path").dirname(require.resolve("onnxruntime-web"))`).Output()
	if err != nil {
		t.Fatal(err)
	}
	mux := http.NewServeMux()
	mux.Handle("GET /ort/", http.StripPrefix("/ort/", http.FileServer(http.Dir(strings.TrimSpace(string(path))))))
	serve := func(name string, data []byte, kind string) {
		mux.HandleFunc("GET /"+name, func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Type", kind)
			w.Header().Set("Cross-Origin-Opener-Policy", "same-origin") // with both, clocks are exact to 5 µs
			w.Header().Set("Cross-Origin-Embedder-Policy", "require-corp")
			w.Write(data)
		})
	}
	for _, f := range phone.Files() {
		switch f.Name {
		case "worker.js", "frame.js", "wasm_exec.js", "tile.wasm", "digits.weights", "line.weights":
			serve(f.Name, f.Data, f.Type)
		}
	}
	batch, err := os.ReadFile(program)
	if err != nil {
		t.Fatal(err)
	}
	serve("aloud.wasm", batch, "application/wasm")
	serve("digits.onnx", exported, "application/octet-stream")
	page, err := os.ReadFile("testdata/peer.html")
	if err != nil {
		t.Fatal(err)
	}
	serve("{$}", page, "text/html")
	server := httptest.NewServer(mux)
	t.Cleanup(server.Close)
	return server
}
