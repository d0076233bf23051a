// Gen writes the table of number plans from Google's libphonenumber, in its Go port, to standard output.
package main

import (
	"fmt"
	"log"
	"slices"
	"strings"

	"github.com/nyaruka/phonenumbers"
)

func main() {
	collection, err := phonenumbers.MetadataCollection()
	if err != nil {
		log.Fatal(err)
	}
	var rows []string
	for _, m := range collection.GetMetadata() {
		if len(m.GetId()) != 2 {
			continue // services that belong to no country
		}
		var lengths []int32
		for _, kind := range []*phonenumbers.PhoneNumberDesc{m.GetFixedLine(), m.GetMobile()} {
			possible := kind.GetPossibleLength()
			if len(possible) == 0 { // as all numbers of the country
				possible = m.GetGeneralDesc().GetPossibleLength()
			}
			for _, n := range possible {
				if n > 0 { // −1: there are no such numbers
					lengths = append(lengths, n)
				}
			}
		}
		slices.Sort(lengths)
		prefix := m.GetNationalPrefix()
		if prefix == "" {
			prefix = "-"
		}
		texts := strings.Fields(strings.Trim(fmt.Sprint(slices.Compact(lengths)), "[]"))
		if len(texts) > 0 {
			rows = append(rows, fmt.Sprintf("%s %d %s %s", m.GetId(), m.GetCountryCode(), prefix, strings.Join(texts, ",")))
		}
	}
	slices.Sort(rows)
	fmt.Println("# Written by numbering/gen from libphonenumber's metadata (Apache 2.0): country, calling code, trunk prefix,")
	fmt.Println("# digits of fixed and mobile numbers without the prefix.")
	fmt.Println(strings.Join(rows, "\n"))
}
