package mnist_test

import (
	"fmt"
	"strings"

	"aloud/mnist"
)

// Two IDX files, written by hand: one picture of 3x3 pixels with a stroke down its middle, and its label.
func ExampleDecode() {
	images := "\x00\x00\x08\x03" + "\x00\x00\x00\x01" + "\x00\x00\x00\x03" + "\x00\x00\x00\x03" + // one of 3x3
		"\x00\xff\x00" +
		"\x00\xff\x00" +
		"\x00\xff\x00"
	labels := "\x00\x00\x08\x01" + "\x00\x00\x00\x01" + "\x01"

	digits, err := mnist.Decode(strings.NewReader(images), strings.NewReader(labels))
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println("a", digits[0].Class)
	for y := 11; y < 19; y++ {
		for x := 10; x < 18; x++ {
			fmt.Print(map[bool]string{true: "#", false: "."}[digits[0].Digit[y*28+x] > 127])
		}
		fmt.Println()
	}
	// Output:
	// a 1
	// ........
	// ....##..
	// ....##..
	// ....##..
	// ....##..
	// ....##..
	// ....##..
	// ........
}
