//go:build !js

package main

import (
	"fmt"
	"os"
)

func main() {
	fmt.Fprintln(os.Stderr, "phone: this runs in a browser; build it with go generate ./phone")
	os.Exit(2)
}
