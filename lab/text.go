package lab

import (
	"fmt"
	"io"
	"math"
	"strings"
	"text/tabwriter"
)

// String tells the notebook's steps in words, with their figures, for someone who reads it in a terminal.
func (n Notebook) String() string {
	var text strings.Builder
	for _, tell := range []func(io.Writer){
		n.tellSplit, n.tellGradient, n.tellChecks, n.tellSanity, n.tellRegression, n.tellRanks, n.tellPerceptron,
	} {
		tell(&text)
	}
	return text.String()
}

func (n Notebook) tellSplit(w io.Writer) {
	fmt.Fprint(w, `THE NOTEBOOK, DONE AGAIN
In float64, with the random numbers of the original.

1. The digits
All 70 000 digits of MNIST, shuffled from seed 123: 50 000 to learn from, 10 000
to validate by, 10 000 for the test. A digit's index is its place in the old file
'MNIST original'.

`)
	s := n.Split
	table(w, func(w io.Writer) {
		fmt.Fprintf(w, "first indices\t%s\n", list(s.FirstIndices))
		fmt.Fprintf(w, "last indices\t%s\n", list(s.LastIndices))
		fmt.Fprintf(w, "first training classes\t%s\n", list(s.TrainingClasses))
		fmt.Fprintf(w, "first validation classes\t%s\n", list(s.ValidationClasses))
		fmt.Fprintf(w, "first test classes\t%s\n", list(s.TestClasses))
	})
}

func (n Notebook) tellGradient(w io.Writer) {
	g := n.Gradient
	fmt.Fprintf(w, `
2. The gradient at one point
Softmax regression, log q = Wᵀx + b, with small random weights. For the first
training digit, a %d,

  log p(%[1]d | x) = %.6f,    near log 1/10 = %.6f: it knows nothing yet
  ∂ log p / ∂b = δ^q = [j = t] − p(j | x):

`, g.Class, g.LogP, math.Log(1.0/classes))
	table(w, func(w io.Writer) {
		for j, d := range g.GradB {
			fmt.Fprintf(w, "class %d\t%9.6f\n", j, d)
		}
	})
	fmt.Fprint(w, `
The bias of the right class is to grow, all others are to shrink. The weights'
gradient is the same, times the ink of the pixel; of class 0, for example:

`)
	table(w, func(w io.Writer) {
		for i, d := range g.GradW {
			fmt.Fprintf(w, "pixel %d\t%9.6f\n", firstGradW+i, d)
		}
	})
}

func (n Notebook) tellChecks(w io.Writer) {
	fmt.Fprint(w, `
3. The gradients, checked
Each parameter is moved a little, and the change of log p compared with the
derived gradient. "Distance" is what the notebook prints, from simple forward
differences; it asks for less than 0.001. "Worst relative error" is the sharper
figure of this project, from five points a parameter; it asks for less than 1e-7.

`)
	table(w, func(w io.Writer) {
		fmt.Fprintln(w, "model\tgroup\tparameters\tdistance\tworst relative error")
		for _, c := range n.Checks {
			fmt.Fprintf(w, "%s\t%s\t%d\t%.1e\t%.1e\n", c.Model, c.Name, c.Checked, c.Distance, c.WorstError)
		}
	})
}

func (n Notebook) tellSanity(w io.Writer) {
	fmt.Fprintf(w, `
4. A first try on five digits
All parameters 0, one pass at a learning rate of %g. The mean log p is %.9f,
still near log 1/10. A bias should gain 0.9 of the rate from a digit of its class
and lose 0.1 from any other, and these are five different digits:

`, regressionRate, n.Sanity.LogP)
	table(w, func(w io.Writer) {
		for j, b := range n.Sanity.B {
			fmt.Fprintf(w, "b of class %d\t%13.6e\n", j, b)
		}
	})
}

func (n Notebook) tellRegression(w io.Writer) {
	r := n.Regression
	fmt.Fprintf(w, `
5. Softmax regression, one digit at a time
From zeros, %d passes in a fresh random order at a learning rate of %g. A
training figure is the mean log p of each digit just before the step from it.

`, passes, regressionRate)
	table(w, func(w io.Writer) {
		fmt.Fprintln(w, "pass\ttraining\tvalidation\terrors of 10 000\tseconds")
		for i := range r.TrainingLogP {
			fmt.Fprintf(w, "%d\t%.6f\t%.6f\t%d\t%.2f\n", i+1, r.TrainingLogP[i], r.ValidationLogP[i],
				r.ValidationErrors[i], r.Seconds[i])
		}
	})
	fmt.Fprintf(w, `
On the test digits it makes %d errors of 10 000. The rate is far too low to get
far in ten passes: both curves are still rising evenly.

A remark on the original: for its validation curve it trained a second model on
the validation digits, by mistake. Here the one model is judged by them.
`, r.TestErrors)
}

func (n Notebook) tellRanks(w io.Writer) {
	tell := func(heading string, ranks []Rank) {
		fmt.Fprintf(w, "\n%s\n\n", heading)
		table(w, func(w io.Writer) {
			fmt.Fprintln(w, "validation digit\tis\ttaken for\tlog p")
			for _, r := range ranks {
				fmt.Fprintf(w, "%d\t%d\t%d\t%.6f\n", r.Index, r.Class, r.Taken, r.LogP)
			}
		})
	}
	fmt.Fprint(w, `
6. The easiest and the hardest digits
Those with the highest and the lowest log p of their class.
`)
	tell("The easiest, with the very easiest last:", n.Regression.Ranks.Easiest)
	tell("The hardest, with the very hardest first:", n.Regression.Ranks.Hardest)
}

func (n Notebook) tellPerceptron(w io.Writer) {
	p := n.Perceptron
	fmt.Fprintf(w, `
7. A perceptron with %d hidden units, one digit at a time
h = σ(Vᵀx + a), log q = Wᵀh + b, from random weights, %d passes at a learning rate
of %g. Log-likelihoods are sums over all digits.

`, hidden, passes, perceptronRate)
	table(w, func(w io.Writer) {
		fmt.Fprintln(w, "pass\ttraining\tvalidation\terrors of 10 000\tseconds")
		for i := range p.TrainingLogP {
			fmt.Fprintf(w, "%d\t%.3f\t%.3f\t%d\t%.2f\n", i+1, p.TrainingLogP[i], p.ValidationLogP[i],
				p.ValidationErrors[i], p.Seconds[i])
		}
	})
	fmt.Fprintf(w, "\nOn the test digits it makes %d errors of 10 000.\n", p.TestErrors)
}

// table writes lines whose cells, each ended by a tab, stand below each other, a little to the right.
func table(w io.Writer, rows func(io.Writer)) {
	aligned := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	rows(indented{aligned})
	aligned.Flush() // a Builder takes everything
}

// An indented writer is written to a line a call.
type indented struct{ w io.Writer }

func (i indented) Write(line []byte) (int, error) {
	if _, err := io.WriteString(i.w, "  "); err != nil {
		return 0, err
	}
	return i.w.Write(line)
}

// list is numbers with a blank between them.
func list(numbers []int) string { return strings.Trim(fmt.Sprint(numbers), "[]") }
