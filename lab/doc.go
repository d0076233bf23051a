// Package lab holds the experiments: what is tried on MNIST to understand how such a reader learns, and what comes out.
//
// # The notebook
//
// The project grew out of a laboratory notebook: derive the gradients of softmax regression, check them, climb the
// likelihood one digit at a time, look at the easiest and the hardest digits, and do the same with a hidden layer.
// [RunNotebook] does all of it again in float64, the original's random numbers included, so that every figure can be
// held against one that other people's code has printed: the same 70 000 digits in the same order, the same first
// weights, the same half million steps, and the same errors, down to the last of them.
//
// Its letters are those of package model. As in the notebook it is the log-likelihood of one digit that is climbed:
//
//	log q_j = Σᵢ xᵢ·w_ij + b_j,    Z = Σⱼ q_j,    log p_j = log q_j − log Z
//	δ^q_j = ∂ log p_t / ∂ log q_j = [j = t] − p_j
//
// and δ^h is the same derivative by what a hidden unit is given. Package model descends the loss, which is the
// log-likelihood with the other sign.
//
// # The series
//
// A [Series] begins with the notebook and goes on from there: what a Gaussian prior does, for few digits and many; softmax
// regression and networks with a hidden layer on three views of a digit; whatever networks somebody puts beside them. Its
// steps keep what they have found, so that an hour's work can be stopped at any moment. What has come out is told by
// [Results], which package page makes a report of.
//
// Every choice in it is made on validation digits, whose writers nobody has learned from. The weights are those of the last
// epoch, and each network sees the test digits once.
package lab
