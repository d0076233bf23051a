package main

import (
	"context"
	"flag"
	"fmt"
	"os"
	"strings"
	"time"

	"github.com/apache/beam/sdks/v2/go/pkg/beam"
	"github.com/apache/beam/sdks/v2/go/pkg/beam/io/textio"
	"github.com/apache/beam/sdks/v2/go/pkg/beam/x/beamx"

	_ "github.com/apache/beam/sdks/v2/go/pkg/beam/io/filesystem/gcs"
	_ "github.com/apache/beam/sdks/v2/go/pkg/beam/io/filesystem/local"
)

func main() {
	input := flag.String("input", "", "`PATTERNS` of the pictures, parted by commas: notes/*.jpg,gs://forms/2026/**.png")
	output := flag.String("output", "", "`FILE` for the records, a line of JSON each")
	patience := flag.Duration("patience", time.Minute, "`TIME` that a picture is given")
	flag.Parse()
	beam.Init() // a worker's program ends in here
	if err := run(*input, *output, *patience); err != nil {
		fmt.Fprintln(os.Stderr, "beam:", err)
		os.Exit(1)
	}
}

// run makes the pipeline and runs it where the flags of Beam say.
func run(input, output string, patience time.Duration) error {
	if input == "" || output == "" || patience <= 0 {
		return fmt.Errorf("no pictures, or no place for what is read; say -input PATTERNS -output FILE")
	}
	pipeline, scope := beam.NewPipelineWithRoot()
	textio.Write(scope, output, readPictures(scope, strings.Split(input, ","), patience))
	return beamx.Run(context.Background(), pipeline)
}
