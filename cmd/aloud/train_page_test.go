package main

import (
	"io"
	"net/http"
	"strings"
	"testing"
	"time"

	"aloud/train"
)

// TestTrainPage looks at the page before, during and after a training.
func TestTrainPage(t *testing.T) {
	display := newTrainDisplay(io.Discard, 12)
	display.peak = 4e9
	page := &trainPage{display: display, plan: "training <this>"}
	url, end, err := page.listen("127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer end()
	look := func(wants ...string) string {
		t.Helper()
		answer, err := http.Get(url)
		if err != nil {
			t.Fatal(err)
		}
		defer answer.Body.Close()
		body, _ := io.ReadAll(answer.Body)
		for _, want := range wants {
			if !strings.Contains(string(body), want) {
				t.Errorf("no %q in\n%s", want, body)
			}
		}
		return string(body)
	}
	if body := look("about to begin", "training &lt;this&gt;", `http-equiv="refresh"`); strings.Contains(body, "<svg") {
		t.Error("a curve of nothing")
	}
	score := &train.Score{Examples: 200, Errors: 15}
	page.add(train.Report{Step: 50, Steps: 1200, Loss: 1.5, TakenUp: true})
	page.add(train.Report{Step: 100, Steps: 1200, Loss: 1.25, Speed: 1000, Operations: 1e9, Validation: score})
	page.add(train.Report{Step: 200, Steps: 1200, Loss: 0.75, Speed: 1000, Operations: 1e9, Left: time.Hour})
	look("epoch 2.00 of 12", "200 of 1200", "0.7500", "7.50 %", "1000 examples/s, 25 % of peak", "1h0m0s", "1.2500 at epoch 1.00, 0.7500 at epoch 2.00")
	page.add(train.Report{Step: 1200, Steps: 1200, Loss: 0.5, Speed: 1000, Validation: score})
	if body := look("epoch 12.00 of 12", "Validation errors"); strings.Contains(body, "refresh") || strings.Count(body, "<svg") != 2 {
		t.Errorf("after the end:\n%s", body)
	}
	for range 3 * maxCurve {
		page.add(train.Report{Step: 1200, Steps: 1200, Loss: 0.5})
	}
	if len(page.loss) > maxCurve {
		t.Errorf("it keeps %d points", len(page.loss))
	}

	for _, row := range []struct {
		method, path string
		want         int
	}{{"GET", "favicon.ico", 404}, {"POST", "", 405}, {"HEAD", "", 200}} {
		request, _ := http.NewRequest(row.method, url+row.path, nil)
		answer, err := http.DefaultClient.Do(request)
		if err != nil {
			t.Fatal(err)
		}
		answer.Body.Close()
		if answer.StatusCode != row.want {
			t.Errorf("%s /%s: status %d, want %d", row.method, row.path, answer.StatusCode, row.want)
		}
	}

	if _, _, err := page.listen(strings.TrimPrefix(strings.TrimSuffix(url, "/"), "http://")); err == nil || !strings.Contains(err.Error(), "name a free port") {
		t.Errorf("a port that is taken: %v", err)
	}
}
