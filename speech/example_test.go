package speech_test

import (
	"fmt"

	"aloud/reader"
	"aloud/speech"
)

func ExampleLanguage_Sentence() {
	fmt.Println(speech.English.Sentence(reader.Reading{Reason: reader.Dark}))
	// Output: It is too dark to read. Turn on a light, or go to a window, and take another picture.
}
