package web

import (
	"bytes"
	"compress/zlib"
	"encoding/binary"
	"fmt"
	"hash/crc32"
	"image"
	"image/jpeg"
	"io"
	"net/http"
	"net/http/httptest"
	"runtime"
	"strings"
	"sync"
	"testing"
	"time"

	"aloud/internal/corpus"
	"aloud/internal/thrift"
)

// TestHostile sends what is made to cost more than it weighs. It is refused, or read as the small picture that it is, within a
// second, and memory stays bounded.
func TestHostile(t *testing.T) {
	partsType, parts := form(make([]part, 10_000)...)
	filesType, files := form(manyFiles(10_000)...)
	longType, long := longHeader()
	s := newService(t, nil)
	for _, row := range []struct {
		reason      string
		contentType string
		body        []byte
		status      int
		megabytes   uint64 // that may be allocated meanwhile, in all
	}{
		{"100 megapixels, and behind the header the pixels, packed to nothing", "image/png", zeros(10_000, 10_000), 413, 8},
		{"a small picture with a gigabyte of text packed beside it", "image/png", packedText(), 200, 64},
		{"a small TIFF with a strip that unpacks to a gigabyte", "image/tiff", packedStrip(), 200, 64},
		{"a JPEG that goes over its picture 100 000 times", "image/jpeg", manyScans(t), 422, 64},
		{"a form of 10 000 fields", partsType, parts, 413, 16},
		{"a form of 10 000 files", filesType, files, 413, 16},
		{"a form with a header of megabytes", longType, long, 400, 64},
	} {
		t.Run(row.reason, func(t *testing.T) {
			var before, after runtime.MemStats
			runtime.ReadMemStats(&before)
			began := time.Now()
			response := serve(s, request("POST", "/v1/read", row.contentType, row.body))
			took := time.Since(began)
			runtime.ReadMemStats(&after)
			body, _ := io.ReadAll(response.Body)
			if response.StatusCode != row.status {
				t.Errorf("status %d, want %d: %.300s", response.StatusCode, row.status, body)
			}
			if took > time.Second {
				t.Errorf("took %v", took)
			}
			if allocated := (after.TotalAlloc - before.TotalAlloc) >> 20; allocated > row.megabytes {
				t.Errorf("%d MB allocated for %d bytes, at most %d are due", allocated, len(row.body), row.megabytes)
			}
		})
	}
}

// manyFiles are parts with a file each.
func manyFiles(n int) []part {
	all := make([]part, n)
	for i := range all {
		all[i] = part{fmt.Sprintf("../../%d.png", i), []byte("x")}
	}
	return all
}

// longHeader is a form of one part, whose header is of 20 MB.
func longHeader() (contentType string, body []byte) {
	return "multipart/form-data; boundary=b", []byte("--b\r\nContent-Disposition: form-data; name=\"a\"; filename=\"" + strings.Repeat("x", 20<<20) + "\"\r\n\r\n1\r\n--b--\r\n")
}

// chunk is a part of a PNG file.
func chunk(kind string, data []byte) []byte {
	named := append([]byte(kind), data...)
	c := append(binary.BigEndian.AppendUint32(nil, uint32(len(data))), named...)
	return binary.BigEndian.AppendUint32(c, crc32.ChecksumIEEE(named))
}

// packed are n zeros, by zlib.
func packed(n int64) []byte {
	var b bytes.Buffer
	w, _ := zlib.NewWriterLevel(&b, zlib.BestSpeed)
	io.CopyN(w, zero{}, n)
	w.Close()
	return b.Bytes()
}

type zero struct{}

func (zero) Read(p []byte) (int, error) { clear(p); return len(p), nil }

// zeros is a black PNG of that size.
func zeros(width, height uint32) []byte {
	header := binary.BigEndian.AppendUint32(binary.BigEndian.AppendUint32(nil, width), height)
	file := append([]byte("\x89PNG\r\n\x1a\n"), chunk("IHDR", append(header, 8, 0, 0, 0, 0))...)
	file = append(file, chunk("IDAT", packed(int64(width+1)*int64(height)))...)
	return append(file, chunk("IEND", nil)...)
}

// packedText is a PNG of 8x8 pixels with a text that unpacks to a gigabyte, and an ICC profile too.
func packedText() []byte {
	small := blank(8, 8)
	const headerEnd = 33
	bomb := packed(1 << 30)
	file := append(bytes.Clone(small[:headerEnd]), chunk("zTXt", append([]byte("Comment\x00\x00"), bomb...))...)
	file = append(file, chunk("iCCP", append([]byte("profile\x00\x00"), bomb...))...)
	return append(file, small[headerEnd:]...)
}

// packedStrip is a TIFF of 8x8 grey pixels with one strip that unpacks to a gigabyte.
func packedStrip() []byte {
	strip := packed(1 << 30)
	file := []byte("II*\x00\x08\x00\x00\x00")
	entries := [][3]uint32{{256, 4, 8}, {257, 4, 8}, {258, 3, 8}, {259, 3, 8}, {262, 3, 1}, {273, 4, 0}, {277, 3, 1}, {278, 4, 8}, {279, 4, uint32(len(strip))}}
	file = binary.LittleEndian.AppendUint16(file, uint16(len(entries)))
	data := uint32(8 + 2 + 12*len(entries) + 4)
	for _, e := range entries {
		if e[0] == 273 {
			e[2] = data
		}
		file = binary.LittleEndian.AppendUint16(file, uint16(e[0]))
		file = binary.LittleEndian.AppendUint16(file, uint16(e[1]))
		file = binary.LittleEndian.AppendUint32(file, 1)
		file = binary.LittleEndian.AppendUint32(file, e[2])
	}
	return append(binary.LittleEndian.AppendUint32(file, 0), strip...)
}

// manyScans is a JPEG whose only scan is there a hundred thousand times.
func manyScans(t *testing.T) []byte {
	var b bytes.Buffer
	if err := jpeg.Encode(&b, image.NewGray(image.Rect(0, 0, 16, 16)), nil); err != nil {
		t.Fatal(err)
	}
	file := b.Bytes()
	scan := bytes.Index(file, []byte("\xff\xda"))
	body, end := file[scan:len(file)-2], file[len(file)-2:]
	return append(append(bytes.Clone(file[:scan]), bytes.Repeat(body, 100_000)...), end...)
}

// TestToldAtOnce refuses somebody whose body would take forever before it is there.
func TestToldAtOnce(t *testing.T) {
	server := httptest.NewServer(newService(t, func(o *Options) { o.Token = "open sesame" }))
	defer server.Close()
	never, end := io.Pipe()
	defer end.Close()
	go io.WriteString(end, "only a beginning")
	r, _ := http.NewRequestWithContext(t.Context(), "POST", server.URL+"/v1/read", never)
	began := time.Now()
	response, err := server.Client().Do(r)
	if err != nil {
		t.Fatal(err)
	}
	response.Body.Close()
	if took := time.Since(began); response.StatusCode != http.StatusUnauthorized || took > time.Second {
		t.Errorf("status %d after %v", response.StatusCode, took)
	}
}

// TestSlowSenders lets a crowd send their pictures drop by drop: nobody else is kept out, as many of them as may be slow are
// answered, and the rest are told.
func TestSlowSenders(t *testing.T) {
	const slow, crowd = 3, 12
	s := newService(t, func(o *Options) { o.AtOnce, o.Waiting, o.Slow = 1, 2, slow })
	s.queue.prompt = 50 * time.Millisecond
	server := httptest.NewServer(s)
	defer server.Close()
	picture, last := blank(60, 40), make(chan struct{})
	var senders sync.WaitGroup
	var statuses sync.Map
	send := func(i int) {
		body := io.MultiReader(bytes.NewReader(picture[:20]), untilClosed(last), bytes.NewReader(picture[20:]))
		r, _ := http.NewRequestWithContext(t.Context(), "POST", server.URL+"/v1/read", body)
		r.Header.Set("Content-Type", "image/png")
		if response, err := server.Client().Do(r); err == nil {
			statuses.Store(i, response.StatusCode)
			response.Body.Close()
		}
	}
	count := func(status int) (n int) {
		statuses.Range(func(_, s any) bool { n += map[bool]int{true: 1}[s == status]; return true })
		return n
	}
	for i := range crowd {
		senders.Go(func() { send(i) })
	}
	deadline := time.Now().Add(10 * time.Second)
	for len(s.queue.aside) < slow || len(s.queue.places) > 0 { // who holds no place is aside, cut off or refused
		if time.Now().After(deadline) {
			t.Fatalf("%d aside and %d in their places", len(s.queue.aside), len(s.queue.places))
		}
		time.Sleep(time.Millisecond)
	}
	response, err := server.Client().Post(server.URL+"/v1/read", "image/png", bytes.NewReader(picture))
	if err != nil || response.StatusCode != http.StatusOK {
		t.Fatalf("somebody prompt: %v, %v", response, err)
	}
	response.Body.Close()
	close(last)
	senders.Wait()
	if count(200) != slow || count(200)+count(408)+count(429) != crowd {
		t.Errorf("of %d slow ones %d were answered, %d cut off and %d refused", crowd, count(200), count(408), count(429))
	}
	if len(s.queue.aside) != 0 || s.queue.receiving() != 0 {
		t.Error("somebody never left")
	}
}

// untilClosed gives nothing, and ends when the channel is closed.
type untilClosed chan struct{}

func (c untilClosed) Read([]byte) (int, error) { <-c; return 0, io.EOF }

// FuzzBody sends any body as any kind: the answer is a status that the description knows, and no panic.
func FuzzBody(f *testing.F) {
	corpus.Add(f)
	contentType, body := form(part{"a.png", blank(9, 7)}, part{"", []byte("x")})
	f.Add(contentType, body)
	f.Add("image/png", blank(30, 20))
	f.Add("application/octet-stream", make([]byte, 784))
	f.Add("multipart/form-data", []byte("--\r\n"))
	f.Add("multipart/form-data; boundary=b", []byte("--b\r\nContent-Disposition: form-data; filename=\"../../x\"\r\n\r\n1\r\n--b--\r\n"))
	service := newService(f, func(o *Options) { o.MaxBody, o.MaxPixels = 1<<16, 1<<14 })
	f.Fuzz(func(t *testing.T, contentType string, body []byte) {
		for _, path := range []string{"/v1/read", "/v1/digit", "/"} {
			r := request("POST", path, "", body)
			r.Header.Set("Content-Type", contentType)
			var response *http.Response
			const perPath = 64 << 20 // for the pictures that fit in
			thrift.Within(t, perPath, func() { response = serve(service, r) })
			switch response.StatusCode {
			case 200, 400, 413, 415, 422:
			default:
				t.Errorf("%s: status %d", path, response.StatusCode)
			}
		}
	})
}

// TestForeignPage asks as a page of another site does: no answer allows it to look.
func TestForeignPage(t *testing.T) {
	s := newService(t, nil)
	for _, method := range []string{"POST", "OPTIONS", "GET"} {
		r := request(method, "/v1/read", "image/png", blank(30, 20))
		r.Header.Set("Origin", "https://elsewhere.example")
		r.Header.Set("Access-Control-Request-Method", "POST")
		for name := range serve(s, r).Header {
			if strings.HasPrefix(name, "Access-Control-") || name == "Set-Cookie" {
				t.Errorf("%s is answered with %s", method, name)
			}
		}
	}
}
