package picture

import (
	"bytes"
	"compress/gzip"
	"context"
	_ "embed"
	"encoding/binary"
	"errors"
	"fmt"
	"image"
	"image/color"
	"io"
	"sync"

	"github.com/tetratelabs/wazero"
	"github.com/tetratelabs/wazero/api"
	"github.com/tetratelabs/wazero/experimental"
	"github.com/tetratelabs/wazero/imports/wasi_snapshot_preview1"
)

// HEIC pictures are compressed as a frame of H.265 video. We leave them to libheif and libde265, compiled to
// WebAssembly and run by wazero: no C compiler and no library of the system is needed, and the C code, which has a
// history of faults like all decoders of video, sits in a box. It has no files, no network and a bounded memory, and what
// goes wrong in there is an error out here. libheif/README.md says where the module comes from and under which licence.

//go:embed libheif/heif.wasm.gz
var heifModule []byte

// heicMemory bounds the box. A picture of MaxPixels fits in, even one that is turned.
const heicMemory = 1 << 30

// heicTurn is held by the one box that is at work: several would take several times the memory.
var heicTurn sync.Mutex

var errHEIC = errors.New("the decoder refuses it; of the HEIF family only pictures in HEVC are read")

// heicConfig reads the size that a picture will have when it is turned.
func heicConfig(r io.Reader) (image.Config, error) {
	heicTurn.Lock()
	defer heicTurn.Unlock()
	box, err := openBox(r)
	if err != nil {
		return image.Config{}, err
	}
	defer box.close()
	header, err := box.header()
	return image.Config{ColorModel: color.YCbCrModel, Width: header.width, Height: header.height}, err
}

// heicDecode reads a picture and turns it as the file says.
func heicDecode(r io.Reader) (image.Image, error) {
	heicTurn.Lock()
	defer heicTurn.Unlock()
	box, err := openBox(r)
	if err != nil {
		return nil, err
	}
	defer box.close()
	header, err := box.header()
	if err != nil {
		return nil, err
	}
	img, planes, err := header.blank()
	if err != nil {
		return nil, err
	}
	return img, box.pixels(planes)
}

// A box is the decoder at work on one file.
type box struct {
	module  api.Module
	file    uint64 // where the file lies in the memory of the module
	size    uint64 // and its length
	answers uint64 // where the module leaves what it found out: five numbers of 32 bits
}

const answerBytes = 5 * 4

// openBox starts a decoder and puts a file into it.
func openBox(r io.Reader) (*box, error) {
	data, err := io.ReadAll(r)
	if err != nil {
		return nil, err
	}
	start, err := heicDecoder()
	if err != nil {
		return nil, err
	}
	module, err := start()
	if err != nil {
		return nil, err
	}
	b := &box{module: module, size: uint64(len(data))}
	if err := b.load(data); err != nil {
		b.close()
		return nil, err
	}
	return b, nil
}

// close ends the decoder, and its memory with it.
func (b *box) close() { b.module.Close(context.Background()) }

// load copies the file into the box and makes room for the answers.
func (b *box) load(data []byte) (err error) {
	if b.file, err = b.alloc(len(data)); err != nil {
		return err
	}
	if b.answers, err = b.alloc(answerBytes); err != nil {
		return err
	}
	if !b.module.Memory().Write(uint32(b.file), data) {
		return errHEIC
	}
	return nil
}

// alloc takes memory inside the box.
func (b *box) alloc(size int) (uint64, error) {
	return b.call("malloc", uint64(size))
}

// call calls a function of the module that returns 0 for failure.
func (b *box) call(name string, arguments ...uint64) (uint64, error) {
	results, err := b.module.ExportedFunction(name).Call(context.Background(), arguments...)
	if err != nil {
		return 0, err
	}
	if results[0] == 0 {
		return 0, errHEIC
	}
	return results[0], nil
}

// run calls decode(file, size, headerOnly, &width, &height, &colours, &chroma, &premultiplied, out).
func (b *box) run(headerOnly, out uint64) error {
	a := b.answers
	_, err := b.call("decode", b.file, b.size, headerOnly, a, a+4, a+8, a+12, a+16, out)
	return err
}

// header reads everything but the pixels.
func (b *box) header() (heicHeader, error) {
	if err := b.run(1, 0); err != nil {
		return heicHeader{}, err
	}
	answers, ok := b.module.Memory().Read(uint32(b.answers), answerBytes)
	if !ok {
		return heicHeader{}, errHEIC
	}
	number := func(i int) int { return int(binary.LittleEndian.Uint32(answers[4*i:])) }
	return heicHeader{width: number(0), height: number(1), colours: number(2), chroma: number(3)}, nil
}

// pixels decodes the picture into the planes, which the module writes one behind the other.
func (b *box) pixels(planes [][]byte) error {
	total := 0
	for _, plane := range planes {
		total += len(plane)
	}
	out, err := b.alloc(total)
	if err != nil {
		return err
	}
	if err := b.run(0, out); err != nil {
		return err
	}
	pixels, ok := b.module.Memory().Read(uint32(out), uint32(total))
	if !ok {
		return errHEIC
	}
	for _, plane := range planes {
		pixels = pixels[copy(plane, pixels):]
	}
	return nil
}

// A heicHeader is what the module tells of a picture before it decodes it.
type heicHeader struct {
	width, height int
	colours       int // enum heif_colorspace
	chroma        int // enum heif_chroma
}

// The numbers of libheif/heif_image.h.
const (
	heicYCbCr = 0
	heicRGB   = 1
	heicGray  = 2
)

var heicRatios = map[int]image.YCbCrSubsampleRatio{
	1: image.YCbCrSubsampleRatio420,
	2: image.YCbCrSubsampleRatio422,
	3: image.YCbCrSubsampleRatio444,
}

// blank makes the picture without its pixels, and the planes that wait for them.
func (h heicHeader) blank() (image.Image, [][]byte, error) {
	whole := image.Rect(0, 0, h.width, h.height)
	switch ratio, known := heicRatios[h.chroma]; {
	case h.colours == heicGray:
		stride := heicStride(h.width)
		m := &image.Gray{Pix: make([]byte, stride*h.height), Stride: stride, Rect: whole}
		return m, [][]byte{m.Pix}, nil
	case h.colours == heicRGB:
		stride := heicStride(4 * h.width)
		m := &image.NRGBA{Pix: make([]byte, stride*h.height), Stride: stride, Rect: whole}
		return m, [][]byte{m.Pix}, nil
	case h.colours == heicYCbCr && known:
		m := h.blankYCbCr(ratio)
		return m, [][]byte{m.Y, m.Cb, m.Cr}, nil
	}
	return nil, nil, fmt.Errorf("colours of kind %d and %d are not known", h.colours, h.chroma)
}

// blankYCbCr makes three planes, of which those of colour are smaller by the ratio, rounded up.
func (h heicHeader) blankYCbCr(ratio image.YCbCrSubsampleRatio) *image.YCbCr {
	width, height := h.width, h.height
	if ratio != image.YCbCrSubsampleRatio444 {
		width = (width + 1) / 2
	}
	if ratio == image.YCbCrSubsampleRatio420 {
		height = (height + 1) / 2
	}
	m := &image.YCbCr{
		YStride:        heicStride(h.width),
		CStride:        heicStride(width),
		SubsampleRatio: ratio,
		Rect:           image.Rect(0, 0, h.width, h.height),
	}
	m.Y = make([]byte, m.YStride*h.height)
	m.Cb = make([]byte, m.CStride*height)
	m.Cr = make([]byte, m.CStride*height)
	return m
}

// heicStride is the length of a row in libheif's memory: at least 64 bytes, and a multiple of 16.
func heicStride(bytes int) int { return (max(bytes, 64) + 15) &^ 15 }

// heicDecoder compiles the module once for all pictures, which takes about a second, and returns a function that starts
// a fresh decoder. The function may be called from any number of goroutines.
//
// A decoder cannot be interrupted. wazero could arrange for that, at the price of a module that is three times slower.
var heicDecoder = sync.OnceValues(func() (func() (api.Module, error), error) {
	unzipped, err := gzip.NewReader(bytes.NewReader(heifModule))
	if err != nil {
		return nil, err
	}
	code, err := io.ReadAll(unzipped)
	if err != nil {
		return nil, err
	}
	const page = 1 << 16 // bytes, in WebAssembly
	ctx := context.Background()
	runtime := wazero.NewRuntimeWithConfig(ctx, wazero.NewRuntimeConfig().WithMemoryLimitPages(heicMemory/page))
	if _, err := wasi_snapshot_preview1.Instantiate(ctx, runtime); err != nil {
		return nil, err
	}
	compiled, err := runtime.CompileModule(ctx, code)
	if err != nil {
		return nil, err
	}
	nameless := wazero.NewModuleConfig().WithName("").WithStartFunctions("_initialize") // many may run at once
	ctx = experimental.WithMemoryAllocator(ctx, experimental.MemoryAllocatorFunc(newHEICMemory))
	return func() (api.Module, error) {
		return runtime.InstantiateModule(ctx, compiled, nameless)
	}, nil
})

// heicPages are the memory of a decoder, as much as it may ever have.
type heicPages struct {
	all     []byte
	release func()
}

// Reallocate lets the decoder have so much of it, or returns nil.
func (p heicPages) Reallocate(size uint64) []byte {
	if size > uint64(len(p.all)) {
		return nil
	}
	return p.all[:size]
}

func (p heicPages) Free() { p.release() }
