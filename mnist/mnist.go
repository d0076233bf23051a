// Package mnist reads labelled digits from IDX files, the form in which MNIST comes: LeCun, Cortes and Burges, "The
// MNIST database of handwritten digits", 1998. 60 000 digits are for training and 10 000, by other people, for the
// final test.
//
//	folder, err := mnist.Set.Obtain(ctx, data, nil)   // found on this machine, or fetched once
//	training, err := mnist.Read(folder, mnist.Train)
//
// Nothing a file says of itself is believed: magic number, dimensions, counts, labels and the end of the file are
// checked, and memory is taken for what is really there and not for what a header announces.
//
// The digits were written by some hundreds of people, about a hundred by each. [ReadSplit] sets whole people aside for
// validation, since a model that has seen a person's other sevens is not put to the test by one more.
package mnist

import (
	"aloud/digit"
	"aloud/fetch"
)

// A Part is one of the two parts of MNIST.
type Part string

const (
	Train Part = "train" // 60 000 digits to learn from
	Test  Part = "test"  // 10 000 digits for the one final look
)

// prefix is what the names of the part's files begin with.
func (p Part) prefix() string {
	if p == Test {
		return "t10k"
	}
	return string(p)
}

// The ends of the names of a pair of files, either of which may be followed by .gz.
const (
	imagesEnd = "-images-idx3-ubyte"
	labelsEnd = "-labels-idx1-ubyte"
)

// Set is MNIST's own four files, and the writers of the training digits from the makers of QMNIST.
var Set = fetch.Set{Name: "mnist", Files: []fetch.File{
	packed("train"+imagesEnd, 9912422, "440fcabf73cc546fa21475e81ea370265605f56be210a4024d2ca8f203523609",
		47040016, "ba891046e6505d7aadcbbe25680a0738ad16aec93bde7f9b65e87a2fc25776db"),
	packed("train"+labelsEnd, 28881, "3552534a0a558bbed6aed32b30c495cca23d567ec52cac8be1a0730e8010255c",
		60008, "65a50cbbf4e906d70832878ad85ccda5333a97f0f4c3dd2ef09a8a9eef7101c5"),
	packed("t10k"+imagesEnd, 1648877, "8d422c7b0a1c1c79245a5bcf07fe86e33eeafee792b84584aec276f5a2dbc4e6",
		7840016, "0fa7898d509279e482958e8ce81c8e77db3f2f8254e26661ceb7762c4d494ce7"),
	packed("t10k"+labelsEnd, 4542, "f7ae60f92e00ec6debd23a6088c31dbd2371eca3ffa0defaefb259924204aec6",
		10008, "ff7bcfd416de33731a308c3f266cc351222c34898ecbeaf847f06e48f7ec33f2"),
	{
		Name: writersFile + ".gz", Size: 429570, Optional: true,
		SHA256: "063229afb535986df50a905c6fa03b716f503bd859d2d9bc8a9b4e2c6a2ccee4",
		Addresses: []string{
			"https://raw.githubusercontent.com/facebookresearch/qmnist/master/" + writersFile + ".gz",
			"https://github.com/facebookresearch/qmnist/raw/master/" + writersFile + ".gz",
		},
		Also: []fetch.File{{Name: writersFile, Size: 1477471,
			SHA256: "d12becc9bddd68fc45d52ddaa7868aa49dc4c7080d65b51ce6cf12ecdfbabd5c"}},
	},
}}

// packed is a file as its mirrors serve it, with size and SHA-256 packed by gzip and unpacked.
func packed(name string, size int64, sum string, unpackedSize int64, unpackedSum string) fetch.File {
	return fetch.File{
		Name: name + ".gz", Size: size, SHA256: sum,
		Addresses: []string{
			"https://ossci-datasets.s3.amazonaws.com/mnist/" + name + ".gz",
			"https://storage.googleapis.com/cvdf-datasets/mnist/" + name + ".gz",
		},
		Also: []fetch.File{{Name: name, Size: unpackedSize, SHA256: unpackedSum}},
	}
}

// Read reads one part of MNIST from the folder that holds its files.
func Read(folder string, part Part) ([]digit.Labelled, error) {
	return readNamed(folder, part.prefix())
}
