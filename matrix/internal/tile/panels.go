package tile

import "aloud/internal/spare"

// Panels are copies of the operands in the order in which tiles take them. One of the left operand has as many rows as a tile:
// of each step of the sum, the numbers of these rows stand together, and step follows step. One of the right operand has as
// many columns as a tile, likewise.
//
// A tile of few vectors loads nearly as often as it multiplies. In place, all rows of the left operand mostly stand in one
// bank of the first-level cache, so that the loads wait for one another, and where to load from has to be reckoned at every
// step. Of panels, one line of the cache follows another, on few pages of memory.
type panels struct {
	add         panelsFunc
	copyRows    copyLeftFunc
	copyColumns copyLeftFunc
	copyRight   copyRightFunc

	copies spare.List[panelCopies]
}

// A panelsFunc is a tileFunc for a column of tiles, so many times rows high, and the panels of the left operand that belong to
// them, one after the other.
type panelsFunc func(dst *float32, dstRow int, start *float32, startRow int, floor float32,
	left, b *float32, bRow, tiles, rows, vectors, last, depth int)

// A copyLeftFunc sets dst to a panel of so many rows of the left operand, or of its columns where it stands transposed: of a,
// which has a row every aRow numbers. It writes up to behind numbers more.
type copyLeftFunc func(dst, a *float32, aRow, rows, depth int)

// A copyRightFunc sets dst to so many panels of the right operand, one every dstPanel numbers.
type copyRightFunc func(dst *float32, dstPanel int, b *float32, bRow, depth, panels int)

// panelCopies are what one core multiplies: a strip of the right operand, so many columns of which are copied, and a block of
// the left one. The strip is read a panel at a time, so it may lie in the third-level cache.
type panelCopies struct {
	right  [1 << 20 / 4]float32
	copied int
	left   [leftBlock + behind]float32
}

const behind = 8 * 8

const (
	// panelDepth is how deep a panel is at most: one of the right operand then fills the first-level cache. Half the depth
	// leaves it more room, but writes and reads the result twice as often, which costs more.
	panelDepth = 576

	// panelCols is how many columns a product has at least that is worth copying the left operand for, and rightTiles how many
	// tiles a column has at least that is worth copying the right one for.
	panelCols  = 32
	rightTiles = 16
)

// newPanels returns panels that have no copies yet.
func newPanels(add panelsFunc, copyRows, copyColumns copyLeftFunc, copyRight copyRightFunc) *panels {
	return &panels{add, copyRows, copyColumns, copyRight, spare.NewList[panelCopies](maxSpare)}
}

// suit reports whether a product is better computed by panels, if there are any.
func (s *panels) suit(p *Product) bool {
	return s != nil && p.Rows > 1 && (p.Cols >= panelCols && min(p.A.Row, p.A.Col) == 1 || p.inPanels())
}

// inPanels reports whether the left operand is in panels as it stands: in a single step they are its numbers one after the other.
// So weights are changed by a single example.
func (p *Product) inPanels() bool { return p.Depth == 1 && p.A.Row == 1 && p.Bands == 1 }

// multiplyPanels is Multiply by panels.
func (k *Kernel) multiplyPanels(p Product) {
	c := k.panels.copies.Take()
	defer k.panels.copies.Put(c)
	width := k.panelWidth()
	for l := 0; l < p.Depth; {
		layer := p.layer(l, panelDepth)
		l += layer.Depth
		strip := width * share((p.Cols+width-1)/width, len(c.right)/panelSize(width, layer.Depth))
		for j := 0; j < p.Cols; j += strip {
			k.multiplyStrip(layer.Columns(j, min(j+strip, p.Cols)), c)
		}
	}
}

// panelWidth is how many columns a panel of the right operand has: those of a tile of two vectors.
func (k *Kernel) panelWidth() int { return 2 * k.lanes }

// panelSize is how many numbers a panel of the right operand takes: one step more than it has, lest all panels begin at one
// place of the caches.
func panelSize(width, depth int) int { return width * (depth + 1) }

// multiplyStrip is multiplyPanels for some columns.
func (k *Kernel) multiplyStrip(p Product, c *panelCopies) {
	k.copyRight(&p, c)
	tall := leftBlock / p.Depth
	if bands := tall / p.Rows; bands > 0 {
		for b := 0; b < p.Bands; b += bands {
			k.multiplyPaneled(p.Part(b, min(b+bands, p.Bands)), c)
		}
		return
	}
	for b := range p.Bands {
		band := p.Part(b, b+1)
		for i, most := 0, share(p.Rows, tall); i < p.Rows; i += most {
			k.multiplyPaneled(band.Lines(i, min(i+most, p.Rows)), c)
		}
	}
}

// copyRight copies what it pays to copy of the right operand: all columns if it stands transposed, or else, for many tiles,
// those that fill panels.
func (k *Kernel) copyRight(p *Product, c *panelCopies) {
	width := k.panelWidth()
	size := panelSize(width, p.Depth)
	c.copied = 0
	switch b := p.B; {
	case b.Transposed:
		c.copied = p.Cols
		for j := 0; j < p.Cols; j += width {
			k.Transpose(c.right[j/width*size:], width, b.Data[j*b.Row:], b.Row, min(width, p.Cols-j), p.Depth)
		}
	case p.Bands*p.Rows >= rightTiles*k.rows && p.Cols >= width && b.Row > width:
		c.copied = p.Cols / width * width
		k.panels.copyRight(&c.right[0], size, &b.Data[0], b.Row, p.Depth, p.Cols/width)
	}
}

// multiplyPaneled is multiplyStrip for a block of rows, or bands, of which c holds the right operand. The tiles of a column
// are of equal height, or nearly: the higher ones first.
func (k *Kernel) multiplyPaneled(p Product, c *panelCopies) {
	tiles := (p.Rows + k.rows - 1) / k.rows
	rows := (p.Rows + tiles - 1) / tiles
	high := p.Rows - tiles*(rows-1)
	left := c.left[:]
	if p.inPanels() {
		left = p.A.Data
	} else {
		for band := range p.Bands {
			k.copyLeft(&p, left, band, 0, high, rows)
			k.copyLeft(&p, left, band, high*rows, tiles-high, rows-1)
		}
	}
	width := k.panelWidth()
	for j := 0; j < p.Cols; j += width {
		for band := range p.Bands {
			k.addPanels(&p, left, c, band, j, 0, high, rows)
			k.addPanels(&p, left, c, band, j, high*rows, tiles-high, rows-1)
		}
	}
}

// copyLeft sets left to the panels of so many tiles of so many rows, from row i of a band on.
func (k *Kernel) copyLeft(p *Product, left []float32, band, i, tiles, rows int) {
	a, groups := &p.A, p.groups()
	first, runs := a.runs(band)
	to := band*p.Rows*p.Depth + i*groups*runs*a.Run
	copyRun, row := k.panels.copyRows, a.Row
	if a.Col != 1 {
		copyRun, row = k.panels.copyColumns, a.Col
	}
	for t := range tiles {
		tile := band*a.Band + (i+t*rows)*a.Row
		for g := range groups {
			for r := range runs {
				copyRun(&left[to], &a.Data[tile+g*a.GroupStep+(first+r)*a.RunStep], row, rows, a.Run)
				to += rows * a.Run
			}
		}
	}
}

// addPanels computes so many tiles of so many rows, from row i of a band and column j on.
func (k *Kernel) addPanels(p *Product, left []float32, c *panelCopies, band, j, i, tiles, rows int) {
	if tiles == 0 {
		return
	}
	width := k.panelWidth()
	cols := min(width, p.Cols-j)
	vectors := (cols + k.lanes - 1) / k.lanes
	right, row := p.B.Data[j:], p.B.Row
	if j < c.copied {
		right, row = c.right[j/width*panelSize(width, p.Depth):], width
	}
	first, runs := p.A.runs(band)
	depth := p.groups() * runs * p.A.Run
	dst := &p.Dst[band*p.DstBand+i*p.DstRow+j]
	start, startRow := &zeros[0], 0
	if p.Keep {
		start, startRow = dst, p.DstRow
	} else if p.Start != nil {
		start = &p.Start[j]
	}
	k.panels.add(dst, p.DstRow, start, startRow, p.Floor, &left[band*p.Rows*p.Depth+i*depth],
		&right[first*p.A.Run*row], row, tiles, rows, vectors, cols-(vectors-1)*k.lanes, depth)
}
