package photo

// shadedContrast is [Contrast] where shadows with sharp edges may lie on the paper.
func shadedContrast(grey *Plane, width float64) *Plane {
	paper, mean := careful.paperOf(grey, width)
	shadows := shadowsIn(paper, mean)
	contrast := careful.against(grey, mean)
	if shadows != nil {
		contrast.lighten(shadows)
	}
	return contrast
}

// shadowsIn tells how much darker the paper is beside the sharp edges of shadows than the mean of what is nearby, by which
// [Contrast] goes: there the darker paper would pass for ink. It is nil where there is no shadow.
func shadowsIn(paper, mean *Plane) *Plane {
	// How much brighter the mean is: less is no shadow, and where it is more, something darker than a shadow is nearby,
	// thick ink say.
	const least, most = 1.05, 1.8
	gain, uneven := newPlane(paper.Width, paper.Height), false
	for i, own := range eroded(paper, newDisc(3)).V { // on the edge itself the darker paper counts
		gain.V[i] = mean.V[i] / max(own, 1)
		if gain.V[i] < least || gain.V[i] > most {
			gain.V[i] = 1
		}
		uneven = uneven || gain.V[i] > 1
	}
	if !uneven {
		return nil
	}
	return gain
}

// lighten lets the contrast be that against the paper's own grey where shadows were found.
func (contrast *Plane) lighten(shadows *Plane) {
	gainOf := shadows.enlarged(contrast.Width, contrast.Height)
	inBandsWith(contrast.Width, contrast.Height, func() func(y int) {
		rowOf := gainOf.rows()
		return func(y int) {
			row, gain := contrast.row(y), rowOf(y)
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
	light, on := grey.onSheet(sheet)
	fill := newPlane(sheet.Width, sheet.Height)
	for radius := fill.longer() / 3; radius > 2; radius /= 2 {
		light, on := light.blurred(radius), on.blurred(radius)
		for i, share := range on.V {
			if share > 0.01 {
				fill.V[i] = light.V[i] / share
			}
		}
	}
	return grey.filledBeside(sheet, fill)
}
