//go:build js

package main

import (
	"fmt"
	"syscall/js"

	"aloud/matrix"
)

// main makes the program's one function, aloud, known to worker.js: given the weights of both networks it returns a greeting, and from then
// on answers requests, with what package comment says.
func main() {
	var p *phone
	js.Global().Set("aloud", js.FuncOf(func(_ js.Value, arguments []js.Value) (answer any) {
		defer func() {
			if trouble := recover(); trouble != nil {
				answer = failure("broken", fmt.Sprint(trouble))
			}
		}()
		if p == nil {
			opened, err := newPhone(bytesOf(arguments[0]), bytesOf(arguments[1]))
			if err != nil {
				return failure("broken", err.Error())
			}
			p = opened
			return greeting()
		}
		return p.answer(arguments[0])
	}))
	js.Global().Call("aloudStarted")
	select {} // and not end, which would end the function too
}

// greeting is what the worker says first.
func greeting() map[string]any {
	return map[string]any{"type": "ready", "simd": matrix.Vectorized(), "languages": languages(), "countries": countries()}
}

// failure is the answer to a request that has no other.
func failure(code, sentence string) map[string]any {
	return map[string]any{"ok": false, "code": code, "error": sentence}
}

// bytesOf copies a Uint8Array.
func bytesOf(array js.Value) []byte {
	data := make([]byte, array.Length())
	js.CopyBytesToGo(data, array)
	return data
}

// arrayOf copies bytes into an ArrayBuffer of their own.
func arrayOf(data []byte) js.Value {
	array := js.Global().Get("Uint8Array").New(len(data))
	js.CopyBytesToJS(array, data)
	return array.Get("buffer")
}
