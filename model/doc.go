// Package model holds the classifiers, from softmax regression upwards, and the line reader: prediction, hand-derived
// gradient, weights file.
//
// # The letters
//
// They are used in the same sense everywhere in this package.
//
//	n          examples in a batch
//	x          the examples, n × inputs, one a row
//	t          their classes, n numbers from 0
//	V, a       weights (inputs × hidden) and bias of a hidden layer
//	h          what a hidden layer gives, n × hidden
//	W, b       weights (inputs × classes) and bias of the last layer
//	q          logits: unnormalised log-probabilities, n × classes
//	Z          the normaliser of one example, Σⱼ exp qⱼ
//
// and in a convolutional network
//
//	x, z       what a layer sees and what it gives, n pictures of channels, see [Architecture]; h after a ReLU
//	w, b       weights (numbers that an output sees × channels) and bias
//	y, x, o    row, column and channel of an output; r, c, i those in its window
//	γ, β       scale and shift of a normalisation, a number a channel
//	μ, σ²      mean and variance of a channel
//
// and where a line is read
//
//	T, t       columns of the line, and one of them
//	y_t(k)     probability of class k in column t
//	l, l′      digits that the line reads, and the same with a blank before, between and after them
//	S, s       states of a walk through l′, and one of them
//	α, β       sums over the beginnings and the ends of all walks, see [DigitsLogLikelihood]
//
// # The conventions
//
// The loss of a batch is the mean negative log-likelihood of its classes,
//
//	loss = −1/n · Σᵢ log p(tᵢ | xᵢ),    log p(j | x) = qⱼ − log Z
//
// so that a gradient does not grow with the batch, and descending it ascends the likelihood. dX is the gradient of the
// loss with respect to X and has X's shape. What is added to the loss for the sake of a prior is the trainer's business.
// That of lines is told where they are learned, by [Line.Gradient].
//
// All parameters of a model stand in one vector, [Model.Params]; the matrices of its layers are windows into it, in the
// order that [Model.Groups] tells. Descent, saving, loading and the check of a gradient are then each one loop, the same
// for every model.
//
// A layer is a pair of functions, forward directly above backward, and a model is a short file that calls them in order;
// that of a convolutional network is a list of layers in plain text. All is generic over float32 and float64: float64
// proves that a gradient is right ([Trials], [CheckGradient]), float32 is fast.
//
// # Weights
//
// [Save] keeps a model in a file; [Load] and [Read] bring it back, [LoadLine] and [ReadLine] a line reader. The format is safetensors, which other programs read
// as well. A file tells the kind of its model, the sizes follow from the shapes, and whatever is wrong with it is an
// error: weights come from outside.
//
// # Goroutines
//
// Prediction writes nothing shared: any number of goroutines may use one model as long as nobody changes its
// parameters and each brings its own [matrix.Scratch] (or nil).
package model
