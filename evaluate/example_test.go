package evaluate_test

import (
	"context"
	"fmt"
	"log"

	"aloud/evaluate"
	"aloud/reader"
)

// Two notes. On the second the reader is sure of a wrong number, refuses a digit, and misses a line.
func Example() {
	photos := []evaluate.Photo{
		{File: "shop.jpg", Path: "shop.jpg", Kind: "phone", Lines: []string{"020 555 0137"}},
		{File: "list.jpg", Path: "list.jpg", Kind: "list", Lines: []string{"17", "250", "3"}},
	}
	read := func(_ context.Context, path string) (reader.Reading, error) {
		return map[string]reader.Reading{
			"shop.jpg": {Numbers: []reader.Number{{Digits: "0205550137", Sure: true, Confidence: 0.99}}},
			"list.jpg": {Numbers: []reader.Number{{Line: 0, Digits: "11", Sure: true, Confidence: 0.92}, {Line: 1, Digits: "2?0"}}},
		}[path], nil
	}
	progress := func(int) {}
	report, err := evaluate.Photos(context.Background(), photos, read, progress)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Print(report)
	// Output:
	// pictures                    2
	// unreadable pictures         0
	// lines expected              4
	// lines read exactly          1  25.0 %
	// digit errors                3  18.8 % of 16 digits
	// lines accepted as sure      2  50.0 %
	// lines refused or doubtful   1  25.0 %
	// lines missed                1  25.0 %
	// surplus lines               0
	// wrong yet sure              1
	// acceptable at 1 % errors    1  25.0 %, 0 wrong, true rate below 95 %, from confidence 0.9900
	// acceptable at 0.5 % errors  1  25.0 %, 0 wrong, true rate below 95 %, from confidence 0.9900
	// acceptable at 0.1 % errors  1  25.0 %, 0 wrong, true rate below 95 %, from confidence 0.9900
	//
	// kind   pictures  lines  exact  share    digit errors  sure  doubtful  missed  surplus  wrong yet sure
	// phone  1         1      1      100.0 %  0.0 %         1     0         0       0        0
	// list   1         3      0      0.0 %    50.0 %        1     1         1       0        1
	//
	// kind   acceptable at 1 % errors                acceptable at 0.5 % errors              acceptable at 0.1 % errors
	// phone  100.0 %, 0 wrong, true rate below 95 %  100.0 %, 0 wrong, true rate below 95 %  100.0 %, 0 wrong, true rate below 95 %
	// list   -                                       -                                       -
	//
	// failures
	// list.jpg: misread yet sure, expected 17, read 11
	// list.jpg: misread, expected 250, read 2?0
	// list.jpg: missed, expected 3
}
