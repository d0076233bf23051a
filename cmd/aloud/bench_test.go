package main

import (
	"testing"

	"aloud/matrix"
)

// TestBenchRecorded sees that recording keeps what is better than what was measured, and what was not measured: what other
// machines did, with another kernel or more cores.
func TestBenchRecorded(t *testing.T) {
	defer func(all string) { benchRecorded = all }(benchRecorded)
	here := matrix.Kernel()
	benchRecorded = "another kernel\tproduct\ta by b\t1\t0.123\n" +
		here + "\tproduct\ta by b\t1\t0.500\n" +
		here + "\tproduct\ta by b\t12\t0.900\n" +
		here + "\tproduct\tnot measured\t1\t0.500\n"
	row := func(work string, share float64) benchRow {
		return benchRow{Of: "product", Work: work, Cores: 1, Share: share}
	}
	for _, test := range []struct {
		reason   string
		measured float64
		want     string
	}{
		{"slower", 0.4, "0.500"},
		{"faster", 0.6, "0.600"},
	} {
		r := benchReport{Rows: []benchRow{row("a by b", test.measured), row("new", 0.3)}}
		want := "another kernel\tproduct\ta by b\t1\t0.123\n" +
			here + "\tproduct\ta by b\t12\t0.900\n" +
			here + "\tproduct\tnot measured\t1\t0.500\n" +
			here + "\tproduct\ta by b\t1\t" + test.want + "\n" +
			here + "\tproduct\tnew\t1\t0.300\n"
		if got := string(r.recorded()); got != want {
			t.Errorf("%s: recorded is\n%swant\n%s", test.reason, got, want)
		}
	}
}
