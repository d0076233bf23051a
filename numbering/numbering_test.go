package numbering

import (
	"slices"
	"testing"
)

func TestExpect(t *testing.T) {
	for _, row := range []struct {
		reason, country, digits string
		want                    []int
	}{
		{"a whole Dutch number", "NL", "0205550137", nil},
		{"a digit was overlooked", "NL", "020555013", []int{10, 12}},
		{"a digit too many", "NL", "02055501377", []int{10, 12}},
		{"a refused digit counts", "NL", "0205?50137", nil},
		{"as it is dialled from abroad", "NL", "0031205550137", nil},
		{"as it is dialled from abroad, one short", "NL", "003120555013", []int{13, 15}},
		{"with a + that is no digit", "NL", "31205550137", nil},
		{"with a + that is no digit, one short", "NL", "3120555013", []int{11, 13}},
		{"with a + and the trunk prefix in brackets", "NL", "310205550137", nil},
		{"with a + and the trunk prefix in brackets, one short", "NL", "31020555013", []int{12, 14}},
		{"a local number that begins like the calling code", "NL", "3155501", nil},
		{"a number within the country that begins so", "KZ", "7012345678", nil},
		{"another country's", "NL", "00441234567", nil},
		{"a local number may have any length", "NL", "5550137", nil},
		{"an emergency", "NL", "112", nil},
		{"a country without trunk prefix", "ES", "912345678", nil},
		{"one short there", "ES", "91234567", []int{9}},
		{"and one as it is dialled from abroad, with a + that is no digit", "ES", "34912345678", nil},
		{"one short there", "ES", "3491234567", []int{11}},
		{"an American number", "US", "2125550137", nil},
		{"one short there", "US", "212555013", []int{10}},
		{"with its trunk prefix, one short", "US", "1212555013", []int{11}},
		{"a local one there", "US", "5550137", nil},
		{"a French number", "FR", "0123456789", nil},
		{"one short there", "FR", "012345678", []int{10}},
		{"a German number may have nearly any length", "DE", "030123456", nil},
		{"no digits", "NL", "", nil},
	} {
		p, known := Of(row.country)
		if !known {
			t.Fatalf("no plan of %s", row.country)
		}
		if got := p.Expect(row.digits); !slices.Equal(got, row.want) {
			t.Errorf("%s: %s in %s: expects %v, want %v", row.reason, row.digits, row.country, got, row.want)
		}
	}
}

// TestNoPlan expects nothing of anything.
func TestNoPlan(t *testing.T) {
	if got := (Plan{}).Expect("020555013"); got != nil {
		t.Errorf("expects %v", got)
	}
}

// TestPlans looks over the table: every plan makes sense, and the countries of the languages spoken are there.
func TestPlans(t *testing.T) {
	if len(plans) < 200 {
		t.Errorf("%d plans", len(plans))
	}
	if !slices.IsSorted(Countries()) {
		t.Error("the countries are not in order")
	}
	for _, p := range plans {
		if len(p.Country) != 2 || p.Code == "" || len(p.Lengths) == 0 || !slices.IsSorted(p.Lengths) || p.Lengths[0] < 2 || p.Lengths[len(p.Lengths)-1] > 17 {
			t.Errorf("%+v", p)
		}
	}
	for _, country := range []string{"gb", "US", "NL", "BE", "DE", "AT", "CH", "FR", "ES", "PT", "BR", "IT", "PL", "TR", "EG", "SA"} {
		if _, known := Of(country); !known {
			t.Errorf("no plan of %s", country)
		}
	}
	if _, known := Of("XX"); known {
		t.Error("a plan of a country that is none")
	}
}
