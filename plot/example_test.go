package plot_test

import (
	"fmt"
	"log"
	"strings"

	"aloud/plot"
)

func Example() {
	chart := plot.Chart{
		Title: "Errors on digits never trained on",
		X:     plot.Axis{Label: "passes over the training set"},
		Y:     plot.Axis{Label: "share of errors", Percent: true},
		Curves: []plot.Curve{
			{Name: "softmax regression", Points: []plot.Point{{1, 0.094}, {2, 0.081}, {3, 0.076}}},
			{Name: "perceptron", Points: []plot.Point{{1, 0.051}, {2, 0.033}, {3, 0.027}}},
		},
	}
	figure := chart.Draw("In three passes softmax regression falls from 9.4 to 7.6 % errors, the perceptron from 5.1 to 2.7 %.")
	svg, err := figure.SVG()
	if err != nil {
		log.Fatal(err)
	}
	_, title, _ := strings.Cut(string(svg), "<title>")
	title, _, _ = strings.Cut(title, "</title>")
	fmt.Println(figure.Width, "by", figure.Height)
	fmt.Println(title)
	// Output:
	// 360 by 315
	// In three passes softmax regression falls from 9.4 to 7.6 % errors, the perceptron from 5.1 to 2.7 %.
}
