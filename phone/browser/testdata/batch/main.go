//go:build js

// Command batch takes the place of the reader in the app's worker and tells how long the network that ships takes for many
// digits at once: to {batch: 100, times: 20} it answers {milliseconds: 1.5}, the least that one batch took.
package main

import (
	"math/rand/v2"
	"syscall/js"
	"time"

	"aloud/digit"
	"aloud/matrix"
	"aloud/model"
)

func main() {
	var network model.Model[float32]
	js.Global().Set("aloud", js.FuncOf(func(_ js.Value, arguments []js.Value) any {
		if network == nil {
			weights := make([]byte, arguments[0].Length())
			js.CopyBytesToGo(weights, arguments[0])
			var err error
			if network, _, err = model.Read[float32](weights); err != nil {
				return map[string]any{"ok": false, "error": err.Error()}
			}
			return map[string]any{"type": "ready", "simd": matrix.Vectorized()}
		}
		request := arguments[0]
		if request.Get("batch").IsUndefined() { // the worker's own exercise
			return map[string]any{"ok": true}
		}
		least := fastest(network, request.Get("batch").Int(), request.Get("times").Int())
		return map[string]any{"ok": true, "milliseconds": float64(least) / 1e6}
	}))
	js.Global().Call("aloudStarted")
	select {}
}

// fastest is how long the fastest of some predictions of a batch took.
func fastest(network model.Classifier[float32], batch, times int) time.Duration {
	random := rand.New(rand.NewPCG(1, 0))
	digits := make([]digit.Digit, batch)
	for i := range digits {
		for j := range digits[i] {
			digits[i][j] = uint8(random.IntN(256))
		}
	}
	var scratch matrix.Scratch[float32]
	least := time.Hour
	for range times {
		scratch.Reset()
		begin := time.Now()
		model.PredictDigits(network, digits, &scratch)
		least = min(least, time.Since(begin))
	}
	return least
}
