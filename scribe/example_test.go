package scribe_test

import (
	"fmt"
	"math/rand/v2"

	"aloud/digit"
	"aloud/scribe"
)

// One hand writes a 7 and a 1, each shown at half its size.
func Example() {
	random := rand.New(rand.NewPCG(22, 0))
	hand := scribe.NewHand(random)
	seven, one := hand.Digit(random, 7), hand.Digit(random, 1)
	for y := 4; y < digit.Side-2; y += 2 {
		for _, d := range []*digit.Digit{&seven, &one} {
			for x := 0; x < digit.Side; x += 2 {
				i := y*digit.Side + x
				if max(d[i], d[i+1], d[i+digit.Side], d[i+digit.Side+1]) > 127 {
					fmt.Print("#")
				} else {
					fmt.Print(".")
				}
			}
		}
		fmt.Println()
	}
	// Output:
	// ............................
	// .......###...........##.....
	// .....######.........###.....
	// ........##.........###......
	// .......##..........#.#......
	// ......###.........##.#......
	// .....###.............#......
	// ......#..............#......
	// .....##..............#......
	// .....#...............#......
	// ....##...............#......
}

func ExampleLabel() {
	fmt.Println(scribe.Label([]string{"020 555 0137", "57   213"}))
	// Output: 0205550137 | 57 213
}
