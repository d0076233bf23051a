package photo

// lightenShadows takes out of the contrast what the sharp edges of shadows put into it: the paper's grey that [Contrast]
// goes by is a mean of what is nearby, and beside a brighter part the darker paper passes for ink. There, the paper's own
// grey counts. The grey and the width are those that Contrast was given.
func lightenShadows(contrast, grey *Plane, width float64) {
	// How much brighter the mean is: less is no shadow, and where it is more, something darker than a shadow is nearby,
	// thick ink say.
	const least, most = 1.05, 1.8
	reduce := max(1, int(width/8))
	small := grey.resized(max(1, grey.Width/reduce), max(1, grey.Height/reduce))
	width /= float64(reduce)
	paper := closed(small, newDisc(width))
	gain := paper.blurred(int(width / 4 / 0.82))
	uneven := false
	for i, own := range eroded(paper, newDisc(3)).V { // on the edge itself the darker paper counts
		gain.V[i] /= max(own, 1)
		if gain.V[i] < least || gain.V[i] > most {
			gain.V[i] = 1
		}
		uneven = uneven || gain.V[i] > 1
	}
	if !uneven {
		return
	}
	whole := gain.enlarged(grey.Width, grey.Height)
	inBandsWith(grey.Width, grey.Height, func() func(y int) {
		gainOf := whole.rows()
		return func(y int) {
			row, gain := contrast.row(y), gainOf(y)
			for x, c := range row {
				if c > 0 {
					row[x] = max(1-(1-c)*gain[x], 0)
				}
			}
		}
	})
}

// besidePainted replaces what lies beside the sheet by the paper nearby. Where a shadow crosses the edge of the sheet, the
// paper next to the edge has another light than a wide blur of it, and the nearest counts alone.
func besidePainted(grey *Plane, sheet *Mask) *Plane {
	on := sheet.plane()
	light := grey.resized(sheet.Width, sheet.Height)
	for i, v := range on.V {
		light.V[i] *= v
	}
	fill := newPlane(sheet.Width, sheet.Height)
	for radius := fill.longer() / 3; radius > 2; radius /= 2 {
		light, on := light.blurred(radius), on.blurred(radius)
		for i, share := range on.V {
			if share > 0.01 {
				fill.V[i] = light.V[i] / share
			}
		}
	}
	rowsOf := fill.enlarged(grey.Width, grey.Height).rows()
	out := newPlane(grey.Width, grey.Height)
	for y := range out.Height {
		row, beside := out.row(y), rowsOf(y)
		copy(row, grey.row(y))
		for _, r := range sheet.gaps(y, grey.Width, grey.Height) {
			copy(row[r.left:r.right], beside[r.left:r.right])
		}
	}
	return out
}
