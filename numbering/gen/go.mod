// The generator of the table of number plans, in a module of its own: nobody who builds the program needs its library.
module aloud/numbering/gen

go 1.26.0

require github.com/nyaruka/phonenumbers v1.8.1

require (
	golang.org/x/text v0.23.0 // indirect
	google.golang.org/protobuf v1.36.11 // indirect
)
