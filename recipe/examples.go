package recipe

import (
	"encoding/hex"
	"fmt"
	"runtime"

	"aloud/digit"
	"aloud/mnist"
	"aloud/symbols"
	"aloud/train"
)

// Examples are what a training learns from and what it is judged by.
type Examples struct {
	Training, Validation []digit.Labelled
}

// Folders are where the data sets lie.
type Folders struct {
	MNIST   string
	Symbols string // needed by a recipe with Drawn alone
}

// Examples reads what the recipe learns from. That share of the digits, from 0 to 1, is set aside for validation, by
// writer.
func (r *Recipe) Examples(f Folders, validation float64) (Examples, error) {
	split, err := mnist.ReadSplit(f.MNIST, validation)
	if err != nil {
		return Examples{}, err
	}
	e := Examples{split.Training, split.Validation}
	if !r.Drawn {
		return e, nil
	}
	all, err := symbols.Read(f.Symbols)
	if err != nil {
		return Examples{}, err
	}
	drawnFrom, judgedBy := symbols.Split(all, validation)
	return Examples{append(e.Training, drawnFrom...), append(e.Validation, judgedBy...)}, nil
}

// Metadata says of a finished training, for the weights file, what it was made from and what came of it.
func (r *Recipe) Metadata(e Examples, last train.Report) map[string]string {
	meta := map[string]string{
		"recipe":   r.Name,
		"seed":     fmt.Sprint(r.Options.Seed),
		"go":       runtime.Version() + " " + runtime.GOARCH,
		"training": fmt.Sprintf("%d examples, sha256 %s", len(e.Training), hashOf(e.Training)),
	}
	if v := last.Validation; v != nil {
		meta["validation"] = fmt.Sprintf("%d errors of %d, mean log-likelihood %.5f; sha256 %s",
			v.Errors, v.Examples, v.LogLikelihood, hashOf(e.Validation))
	}
	return meta
}

// hashOf is the SHA-256 of examples as text.
func hashOf(examples []digit.Labelled) string {
	sum := train.Hash(examples)
	return hex.EncodeToString(sum[:])
}
