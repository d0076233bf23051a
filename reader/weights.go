//go:build !js

package reader

import (
	_ "embed"

	"aloud/model"
)

// WeightsFile is the file of the digit network that ships, made by the command that its metadata holds. In a browser it
// is a file beside the program, which can then change without the other, and comes at the same time.
//
//go:embed digits.safetensors
var WeightsFile []byte

// LineWeightsFile is the same of the line reader.
//
//go:embed line.safetensors
var LineWeightsFile []byte

// New returns a Reader with the networks that ship. The error is that of damaged weights and can only come from a
// broken build.
func New() (*Reader, error) { return NewFrom(WeightsFile, LineWeightsFile) }

// Weights returns the network that ships as a model of its own, and what its weights file tells of how it was made: for
// those who write it in another form, or train it further.
func Weights() (model.Model[float32], map[string]string, error) {
	return model.Read[float32](WeightsFile)
}

// LineWeights is the same of the line reader.
func LineWeights() (*model.Line[float32], map[string]string, error) {
	return model.ReadLine[float32](LineWeightsFile)
}
