package evaluate

// align pairs the lines written with the lines read, in order, so that the sum of the digits to insert, delete or change
// is least. Where two ways cost the same, a line written is rather paired with one read than called missed.
func align(written []string, read []textLine) []pair {
	digits := make([]string, len(written))
	for i, line := range written {
		digits[i] = withoutBlanks(line)
	}
	remove := func(i int) int { return len(digits[i]) }
	insert := func(j int) int { return len(read[j].digits()) }
	change := func(i, j int) int { return distance(digits[i], read[j].digits()) }
	d := editDistances(len(written), len(read), remove, insert, change)

	var pairs []pair
	for i, j := 0, 0; i < len(written) || j < len(read); {
		switch {
		case i < len(written) && j < len(read) && d[i][j] == change(i, j)+d[i+1][j+1]:
			pairs = append(pairs, pair{written[i], read[j]})
			i, j = i+1, j+1
		case i < len(written) && d[i][j] == remove(i)+d[i+1][j]:
			pairs = append(pairs, pair{written: written[i]})
			i++
		default:
			pairs = append(pairs, pair{read: read[j]})
			j++
		}
	}
	return pairs
}

// distance is the least number of digits to insert, delete or change that turns a into b.
func distance(a, b string) int {
	each := func(int) int { return 1 }
	return editDistances(len(a), len(b), each, each, func(i, j int) int { return one(a[i] != b[j]) })[0][0]
}

// editDistances returns the table of the least costs d[i][j] to turn the elements from i of one sequence, of n, into the
// elements from j of another, of m (Wagner and Fischer, "The String-to-String Correction Problem", 1974, here from the end
// so that the cheapest way can be walked from the beginning):
//
//	d[n][m] = 0
//	d[i][j] = min( remove(i) + d[i+1][j],  insert(j) + d[i][j+1],  change(i,j) + d[i+1][j+1] )
func editDistances(n, m int, remove, insert func(int) int, change func(i, j int) int) [][]int {
	d := make([][]int, n+1)
	for i := n; i >= 0; i-- {
		d[i] = make([]int, m+1)
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
