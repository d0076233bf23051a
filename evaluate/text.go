package evaluate

import (
	"cmp"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"
	"text/tabwriter"

	"aloud/digit"
)

// mostConfusions is how many confusions are listed as text: enough to see what goes wrong, few enough to listen to.
const mostConfusions = 10

// String is the report as text: the figures by the names that they have as JSON, a line each, and the most frequent
// confusions.
func (r DigitReport) String() string {
	return aligned(func(w io.Writer) {
		fmt.Fprintf(w, "examples\t%d\n", r.Examples)
		fmt.Fprintf(w, "errors\t%d\n", r.Errors)
		fmt.Fprintf(w, "error_rate\t%.4f\n", r.ErrorRate)
		fmt.Fprintf(w, "mean_log_likelihood\t%.4f\n", r.MeanLogLikelihood)
		fmt.Fprintf(w, "calibration_error\t%.4f\n", r.CalibrationError)
		if r.AmongTen != nil {
			fmt.Fprintf(w, "among_ten.errors\t%d\n", r.AmongTen.Errors)
			fmt.Fprintf(w, "among_ten.calibration_error\t%.4f\n", r.AmongTen.CalibrationError)
		}
		r.writeAcceptance(w, "coverage_at_risk %s")
		for _, c := range r.confusions() {
			fmt.Fprintf(w, "%s taken for %s\t%d\n", className(c.class), className(c.predicted), c.count)
		}
	})
}

// A confusion is how often one class was taken for another.
type confusion struct{ class, predicted, count int }

// confusions returns the most frequent confusions, most frequent first.
func (r DigitReport) confusions() []confusion {
	var found []confusion
	for class, row := range r.Confusion {
		for predicted, count := range row {
			if predicted != class && count > 0 {
				found = append(found, confusion{class, predicted, count})
			}
		}
	}
	slices.SortStableFunc(found, func(a, b confusion) int { return cmp.Compare(b.count, a.count) })
	return found[:min(mostConfusions, len(found))]
}

func className(class int) string {
	if class == digit.NotADigit {
		return "no digit"
	}
	return strconv.Itoa(class)
}

// writeAcceptance writes a line for each risk: how much can be accepted at it, and what that stands on.
func (a Acceptance) writeAcceptance(w io.Writer, name string) {
	for _, c := range a.AtRisk {
		fmt.Fprintf(w, name+"\t%d\t%s", share(c.Risk), c.Accepted, c.Coverage)
		if c.Accepted > 0 {
			fmt.Fprintf(w, ", from confidence %.4f", c.Threshold)
		}
		fmt.Fprintln(w)
	}
}

// String is the report as text: the figures, a line each; where there are several tables, or kinds, lines for each of them;
// and a line for every failure.
func (r PhotoReport) String() string {
	var text strings.Builder
	text.WriteString(aligned(r.writeFigures))
	for _, groups := range [][]group{r.tables(), r.kinds()} {
		if len(groups) > 0 {
			text.WriteString("\n" + aligned(func(w io.Writer) { writeCounts(w, groups) }))
			text.WriteString("\n" + aligned(func(w io.Writer) { writeCoverages(w, groups) }))
		}
	}
	if len(r.Failures) > 0 {
		text.WriteString("\nfailures\n")
	}
	for _, f := range r.Failures {
		fmt.Fprintln(&text, f)
	}
	return text.String()
}

func (r PhotoReport) writeFigures(w io.Writer) {
	fmt.Fprintf(w, "pictures\t%d\n", r.Pictures)
	fmt.Fprintf(w, "unreadable pictures\t%d\n", r.Unreadable)
	fmt.Fprintf(w, "lines expected\t%d\n", r.Lines)
	fmt.Fprintf(w, "lines read exactly\t%d\t%s\n", r.Exact, percent(r.Exact, r.Lines))
	fmt.Fprintf(w, "digit errors\t%d\t%s of %d digits\n", r.DigitErrors, percent(r.DigitErrors, r.Digits), r.Digits)
	fmt.Fprintf(w, "lines accepted as sure\t%d\t%s\n", r.Accepted, percent(r.Accepted, r.Lines))
	fmt.Fprintf(w, "lines refused or doubtful\t%d\t%s\n", r.Doubtful, percent(r.Doubtful, r.Lines))
	fmt.Fprintf(w, "lines missed\t%d\t%s\n", r.Missed, percent(r.Missed, r.Lines))
	fmt.Fprintf(w, "surplus lines\t%d\n", r.Surplus)
	fmt.Fprintf(w, "wrong yet sure\t%d\n", r.WrongYetSure)
	r.writeAcceptance(w, "acceptable at %s errors")
}

// A group is some of the photographs, under the name of their table or kind, with what such a name is called.
type group struct {
	Of, Name string
	Figures
}

func (r PhotoReport) tables() (groups []group) {
	for _, t := range r.Tables {
		groups = append(groups, group{"table", t.Table, t.Figures})
	}
	return groups
}

func (r PhotoReport) kinds() (groups []group) {
	for _, k := range r.Kinds {
		groups = append(groups, group{"kind", k.Kind, k.Figures})
	}
	return groups
}

func writeCounts(w io.Writer, groups []group) {
	fmt.Fprintln(w, groups[0].Of+"\tpictures\tlines\texact\tshare\tdigit errors\tsure\tdoubtful\tmissed\tsurplus\twrong yet sure")
	for _, g := range groups {
		writeRow(w, fmt.Sprintf("%s\t%d", g.Name, g.Pictures), g.Counts)
	}
}

func writeCoverages(w io.Writer, groups []group) {
	fmt.Fprint(w, groups[0].Of)
	for _, risk := range risks {
		fmt.Fprintf(w, "\tacceptable at %s errors", share(risk))
	}
	fmt.Fprintln(w)
	for _, g := range groups {
		fmt.Fprint(w, g.Name)
		for _, c := range g.AtRisk {
			fmt.Fprintf(w, "\t%s", c.Coverage)
		}
		fmt.Fprintln(w)
	}
}

// String tells how much is accepted, and what is known of the errors in it.
func (c Coverage) String() string {
	if c.Accepted+c.Surplus == 0 {
		return "-"
	}
	return fmt.Sprintf("%.1f %%, %d wrong, true rate below %s", 100*c.Share, c.Wrong, share(c.Bound))
}

// writeRow writes counts of lines and digits behind what they are counts of.
func writeRow(w io.Writer, of string, c Counts) {
	fmt.Fprintf(w, "%s\t%d\t%d\t%s\t%s\t%d\t%d\t%d\t%d\t%d\n", of, c.Lines,
		c.Exact, percent(c.Exact, c.Lines), percent(c.DigitErrors, c.Digits),
		c.Accepted, c.Doubtful, c.Missed, c.Surplus, c.WrongYetSure)
}

// String is the report as text: a line for every degradation.
func (r DegradationReport) String() string {
	return aligned(func(w io.Writer) {
		fmt.Fprintln(w, "degradation\tlines\texact\tshare\tdigit errors\tsure\tdoubtful\tmissed\tsurplus\twrong yet sure")
		for _, d := range r.Degradations {
			writeRow(w, d.Degradation, d.Counts)
		}
	})
}

// String is the report as text: a line for every degradation.
func (r DegradedDigitsReport) String() string {
	return aligned(func(w io.Writer) {
		fmt.Fprint(w, "degradation\texamples\terrors\terror_rate\tmean_log_likelihood\tcalibration_error")
		for _, risk := range risks {
			fmt.Fprintf(w, "\tcoverage_at_risk %s", share(risk))
		}
		fmt.Fprintln(w)
		for _, d := range r.Degradations {
			fmt.Fprintf(w, "%s\t%d\t%d\t%.4f\t%.4f\t%.4f", d.Degradation, d.Examples, d.Errors, d.ErrorRate, d.MeanLogLikelihood, d.CalibrationError)
			for _, c := range d.AtRisk {
				fmt.Fprintf(w, "\t%.1f %%", 100*c.Share)
			}
			fmt.Fprintln(w)
		}
	})
}

// String tells the failure in one line.
func (f Failure) String() string {
	if f.Outcome == Unreadable {
		return fmt.Sprintf("%s: unreadable: %s", f.File, f.Error)
	}
	parts := []string{string(f.Outcome)}
	if f.WrongYetSure {
		parts[0] += " yet sure"
	}
	if f.Expected != "" {
		parts = append(parts, "expected "+f.Expected)
	}
	if f.Read != "" {
		parts = append(parts, "read "+f.Read)
	}
	return f.File + ": " + strings.Join(parts, ", ")
}

// percent is a share of a whole with one decimal, "-" where there is no whole.
func percent(part, whole int) string {
	if whole == 0 {
		return "-"
	}
	return fmt.Sprintf("%.1f %%", 100*ratio(part, whole))
}

// share is a number between 0 and 1 in percent, in three digits.
func share(v float64) string {
	return strconv.FormatFloat(100*v, 'g', 3, 64) + " %"
}

// aligned is what write wrote, with the cells that end in tabs standing below each other.
func aligned(write func(io.Writer)) string {
	var text strings.Builder
	table := tabwriter.NewWriter(&text, 0, 0, 2, ' ', 0)
	write(table)
	table.Flush() // a Builder takes everything
	return text.String()
}
