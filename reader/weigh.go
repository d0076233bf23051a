package reader

import "strings"

// What a page says of the numbers on it, once each of them has been read by itself, can only lower the confidence in them.

// weaken lowers the confidence in a number to a share of it, and with it perhaps to doubt.
func (n *Number) weaken(share float64) {
	n.Confidence *= share
	n.Sure = n.passes(sureNumber)
}

// weighByTurn halves the confidence in all numbers, which is enough for doubt, where the paper may lie another way and
// the numbers be others.
func (r *Reading) weighByTurn() {
	for i := range r.Numbers {
		if len(r.MaybeTurned) > 0 {
			r.Numbers[i].weaken(0.5)
		}
	}
}

// weighByPage lowers the confidence in the numbers of a page to the share of its digits that could be read at all; of what was
// taken for words, none could. A page of which much cannot be read, a table or a text, is not what the reader takes it for,
// and what it seems to read there is not to be trusted either.
func weighByPage(numbers []Number, ofWords int) {
	read, all := 0, ofWords
	for _, n := range numbers {
		read += len(n.Digits) - strings.Count(n.Digits, "?")
		all += len(n.Digits)
	}
	for i := range numbers {
		numbers[i].weaken(float64(read) / float64(all))
	}
}

// scrap is how many digits a number has, at most, that may be a piece of something else.
const scrap = 2

// weighScraps halves the confidence in a number of one or two digits that may be a piece of something else: of a number in doubt,
// where half of the others on the page, or more, are; of one that was not read, where as many pieces as it has digits are as high
// as digits and not read; or of the sheet, where three times as many pieces stand in no line, which may be the number.
func weighScraps(numbers []Number, unread, unplaced int) {
	const many = 3
	sure := 0
	for i := range numbers {
		sure += one(numbers[i].Sure)
	}
	for i := range numbers {
		n, others, othersSure := &numbers[i], len(numbers)-1, sure-1
		if !n.Sure || len(n.Digits) > scrap {
			continue
		}
		if others > 0 && 2*othersSure <= others || unread >= len(n.Digits) || unplaced >= many*len(n.Digits) {
			n.weaken(0.5)
		}
	}
}

// weighAmongWords halves the confidence in a sure number of up to three digits where the page holds three words or more, and more
// than numbers, or three times as many pieces as high as digits that were not read, as joined letters are: it may be a word,
// as "sog" looks like 509.
func weighAmongWords(numbers []Number, rest text) {
	const short, many = 3, 3
	for i := range numbers {
		n := &numbers[i]
		if !n.Sure || len(n.Digits) > short {
			continue
		}
		if rest.words >= many && rest.words > len(numbers) || rest.high >= many*len(n.Digits) {
			n.weaken(0.5)
		}
	}
}
