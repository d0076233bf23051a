package reader_test

import (
	"context"
	"fmt"

	"aloud/model"
	"aloud/reader"
)

// What a program does with a number before it dials: it asks how sure it is, and of which digit it is not.
func ExampleReader_Read() {
	r, err := reader.New()
	if err != nil {
		fmt.Println(err)
		return
	}
	note, err := open("../examples/note.jpg")
	if err != nil {
		fmt.Println(err)
		return
	}
	reading, err := r.Read(context.Background(), note)
	if err != nil {
		fmt.Println(err) // the context has ended
		return
	}
	if reading.Reason != "" {
		fmt.Println("no number:", reading.Reason)
	}
	for _, number := range reading.Numbers {
		fmt.Println(number.Digits, "sure:", number.Sure)
		for i, symbol := range number.Symbols {
			if symbol.Sure {
				continue
			}
			for _, other := range symbol.Alternatives { // if any: what is no digit has none
				fmt.Printf("digit %d may be %s\n", i+1, other.Char)
			}
		}
	}
	// Output:
	// 0205550137 sure: true
	// 0648132976 sure: true
}

// The frames of a camera, here the same one again and again: a number is sure when three of them have said so.
func ExampleSession() {
	r, err := reader.New()
	if err != nil {
		fmt.Println(err)
		return
	}
	frame, err := open("../examples/note.jpg")
	if err != nil {
		fmt.Println(err)
		return
	}
	session := r.NewSession()
	for n := 1; n <= 3; n++ {
		known, err := session.Add(context.Background(), frame)
		if err != nil {
			fmt.Println(err)
			return
		}
		fmt.Println(n, known.Numbers[0].Text, "sure:", known.Numbers[0].Sure)
	}
	// Output:
	// 1 020 555 0137 sure: false
	// 2 020 555 0137 sure: false
	// 3 020 555 0137 sure: true
}

// A network of one's own, from a weights file, in place of the one that ships. One for the ten digits alone is refused: it
// would take every scratch for a digit.
func ExampleNewWith() {
	_, err := reader.NewWith(model.NewSoftmax[float32](784, 10), nil)
	fmt.Println(err)

	_, err = reader.NewWith(model.NewSoftmax[float32](784, 11), nil)
	fmt.Println(err)
	// Output:
	// reader: a network of 784 inputs and 10 classes, not of 784 and 11
	// <nil>
}
