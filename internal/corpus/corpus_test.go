package corpus

import (
	"reflect"
	"testing"
)

func TestParse(t *testing.T) {
	got, err := parse("go test fuzz v1\nbyte('ý')\nbyte('\\x05')\n[]byte(\"a\\x00)\\\"\\n\")\nstring(\"é(\\t\")\n")
	want := []any{byte('ý'), byte(5), []byte("a\x00)\"\n"), "é(\t"}
	if err != nil || !reflect.DeepEqual(got, want) {
		t.Errorf("%#v, %v", got, err)
	}
	for _, broken := range []string{"", "go test fuzz v2\n", "go test fuzz v1\nint(3)\n", "go test fuzz v1\nstring(\"a)\n", "go test fuzz v1\nfloat64(\"a\")\n"} {
		if _, err := parse(broken); err == nil {
			t.Errorf("%q is read", broken)
		}
	}
}
