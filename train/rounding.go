package train

import "aloud/model"

// round puts the weights of the model into the steps of [model.Int8], if the options ask for it, and returns what undoes that.
// The gradient at the rounded weights is taken for that at the exact ones, which add up what is less than a step (Courbariaux,
// Bengio and David, "BinaryConnect", 2015, section 2.3).
func (r *run[T]) round() (undo func()) {
	if !r.Rounded {
		return func() {}
	}
	r.exact = append(r.exact[:0], r.model.Params()...)
	model.InSteps(r.model)
	return func() {
		exact := model.Windows(r.exact, r.model.Groups())
		for i, w := range model.Windows(r.model.Params(), r.model.Groups()) {
			if w.Rows > 1 { // the others have not been rounded, but may have been settled
				copy(w.Data, exact[i].Data)
			}
		}
	}
}
