package lab

// together is how many outputs of a layer are computed at a time. As many numbers stay in registers while all inked pixels
// pass by, which takes a third of the time that a sum in memory does. Layers have a multiple of it.
const together = 5

// weigh adds to every output of a layer what the inked pixels give it, pixel after pixel. The weights are those of all
// inputs, row by row.
//
//	qⱼ ← qⱼ + Σᵢ xᵢ·w_ij
func weigh(q, w []float64, ink []pixel) {
	for j := 0; j+together <= len(q); j += together {
		q5, column := (*[together]float64)(q[j:]), w[j:]
		q0, q1, q2, q3, q4 := q5[0], q5[1], q5[2], q5[3], q5[4]
		for _, p := range ink {
			x, w5 := p.x(), (*[together]float64)(column[int(p.at)*len(q):])
			q0 += x * w5[0]
			q1 += x * w5[1]
			q2 += x * w5[2]
			q3 += x * w5[3]
			q4 += x * w5[4]
		}
		*q5 = [together]float64{q0, q1, q2, q3, q4}
	}
}

// adjust moves the weights of the inked pixels along their gradients, a step δⱼ for every output.
//
//	w_ij ← w_ij + xᵢ·δⱼ
func adjust(w, δ []float64, ink []pixel) {
	for j := 0; j+together <= len(δ); j += together {
		δ5, column := (*[together]float64)(δ[j:]), w[j:]
		δ0, δ1, δ2, δ3, δ4 := δ5[0], δ5[1], δ5[2], δ5[3], δ5[4]
		for _, p := range ink {
			x, w5 := p.x(), (*[together]float64)(column[int(p.at)*len(δ):])
			w5[0] += x * δ0
			w5[1] += x * δ1
			w5[2] += x * δ2
			w5[3] += x * δ3
			w5[4] += x * δ4
		}
	}
}
