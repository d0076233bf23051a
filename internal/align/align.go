// Package align lays two sequences side by side, in order, so that what tells them apart costs least.
package align

// A Pair is an element of the first sequence with the one of the second that stands for it, by their places; −1 where an
// element stands alone.
type Pair struct{ A, B int }

// Cost is a number that costs are added up in.
type Cost interface{ ~int | ~float64 }

// Sequences lays n elements beside m others, and returns the least cost and how the elements stand: alone costs remove(i)
// or insert(j), two together change(i, j). It is the string-to-string correction of Wagner and Fischer ("The
// String-to-String Correction Problem", 1974), from the end, so that the cheapest way can be walked from the beginning.
// With d[i][j] the cost of the elements from i and from j on,
//
//	d[n][m] = 0
//	d[i][j] = min( remove(i) + d[i+1][j],  insert(j) + d[i][j+1],  change(i,j) + d[i+1][j+1] )
//
// Where two ways cost the same, elements rather stand together than alone.
func Sequences[C Cost](n, m int, remove, insert func(int) C, change func(i, j int) C) (C, []Pair) {
	d := costs(n, m, remove, insert, change)
	var pairs []Pair
	for i, j := 0, 0; i < n || j < m; {
		switch {
		case i < n && j < m && d[i][j] == change(i, j)+d[i+1][j+1]:
			pairs = append(pairs, Pair{i, j})
			i, j = i+1, j+1
		case i < n && d[i][j] == remove(i)+d[i+1][j]:
			pairs = append(pairs, Pair{i, -1})
			i++
		default:
			pairs = append(pairs, Pair{-1, j})
			j++
		}
	}
	return d[0][0], pairs
}

// costs is the table d.
func costs[C Cost](n, m int, remove, insert func(int) C, change func(i, j int) C) [][]C {
	d := make([][]C, n+1)
	for i := n; i >= 0; i-- {
		d[i] = make([]C, m+1)
		for j := m; j >= 0; j-- {
			switch {
			case i == n && j == m:
				d[i][j] = 0
			case i == n:
				d[i][j] = insert(j) + d[i][j+1]
			case j == m:
				d[i][j] = remove(i) + d[i+1][j]
			default:
				d[i][j] = min(remove(i)+d[i+1][j], insert(j)+d[i][j+1], change(i, j)+d[i+1][j+1])
			}
		}
	}
	return d
}

// Distance is Levenshtein's: the fewest bytes to insert, delete or change that make b of a, where same tells which bytes
// need no change; nil is equality.
func Distance(a, b string, same func(x, y byte) bool) int {
	each := func(int) int { return 1 }
	cost, _ := Sequences(len(a), len(b), each, each, func(i, j int) int {
		if a[i] == b[j] || same != nil && same(a[i], b[j]) {
			return 0
		}
		return 1
	})
	return cost
}
