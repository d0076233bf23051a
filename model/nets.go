package model

// Architectures for digits, with what they cost an example.
const (
	// NetM has 310 000 parameters and takes 13 million multiplications. Strides do what pooling would, for a fraction of
	// the price.
	NetM = `28x28x1
conv 5x5 24, norm, relu
conv 3x3 48 stride 2 pad 1, norm, relu
conv 3x3 64 pad 1, norm, relu
conv 3x3 96 stride 2 pad 1, norm, relu
conv 3x3 96 pad 1, norm, add, relu
conv 3x3 128, norm, relu
dropout 0.3, dense 10, norm`

	// NetS is the same with fewer channels: 132 000 parameters and 6 million multiplications.
	NetS = `28x28x1
conv 5x5 16, norm, relu
conv 3x3 32 stride 2 pad 1, norm, relu
conv 3x3 48 pad 1, norm, relu
conv 3x3 64 stride 2 pad 1, norm, relu
conv 3x3 64 pad 1, norm, add, relu
conv 3x3 64, norm, relu
dropout 0.3, dense 10, norm`

	// NetPlain is the common network of many an introduction, by which speed can be compared with other programs: 870 000
	// parameters and 19 million multiplications.
	NetPlain = `28x28x1
conv 3x3 32 pad 1, relu
conv 3x3 32 pad 1, relu, pool 2x2
conv 3x3 64 pad 1, relu
conv 3x3 64 pad 1, relu, pool 2x2
dense 256, relu
dense 10`
)
