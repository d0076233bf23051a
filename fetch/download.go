package fetch

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"strings"
	"time"
)

// stallTime is how long a server may take for its next byte, the first one included: longer than a phone's connection
// needs to come back from a tunnel, shorter than the patience of somebody who waits. The tests shorten it.
var stallTime = 30 * time.Second

// connectTime is how long a server may take to answer the telephone: after that the next address is the better bet.
const connectTime = 15 * time.Second

// client asks for bytes as they are: the files here are gzip already, and a transport that unpacks them unasked would
// give others than those whose sum is known.
var client = &http.Client{Transport: &http.Transport{
	Proxy:               http.ProxyFromEnvironment,
	DialContext:         (&net.Dialer{Timeout: connectTime}).DialContext,
	TLSHandshakeTimeout: connectTime,
	DisableCompression:  true,
}}

// download asks the address for all that the part file does not hold yet and writes it there. It never writes more
// than the file's size. It reports whether it went on from bytes that were there before.
func (f File) download(ctx context.Context, address, part string, progress Progress) (resumed bool, err error) {
	file, err := os.OpenFile(part, os.O_RDWR|os.O_CREATE, 0o644)
	if err != nil {
		return false, err
	}
	defer file.Close()
	have, err := file.Seek(0, io.SeekEnd)
	if err != nil {
		return false, err
	}
	if have == f.Size {
		return true, file.Sync() // all there, but the program ended before it was checked
	}
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	stalled := time.AfterFunc(stallTime, func() { cancel(fmt.Errorf("nothing has come for %v", stallTime)) })
	defer stalled.Stop()

	response, begin, err := f.request(ctx, address, have)
	if err != nil {
		return false, reason(ctx, err)
	}
	defer response.Body.Close()
	body := &reporting{response.Body, begin, func(done int64) {
		stalled.Reset(stallTime)
		if progress != nil {
			progress(f.Name, min(done, f.Size), f.Size)
		}
	}}
	if err := f.write(file, body, begin); err != nil {
		return begin > 0, reason(ctx, err)
	}
	return begin > 0, file.Sync()
}

// request asks for the bytes from begin on and returns the answer with the place that its first byte belongs to. That
// is 0 where the server does not deal in ranges, or where it has none at begin, which then cannot have been right.
func (f File) request(ctx context.Context, address string, begin int64) (*http.Response, int64, error) {
	if begin > f.Size {
		begin = 0
	}
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, address, nil)
	if err != nil {
		return nil, 0, err
	}
	if begin > 0 {
		request.Header.Set("Range", fmt.Sprintf("bytes=%d-", begin))
	}
	response, err := client.Do(request)
	if err != nil {
		return nil, 0, errors.Unwrap(err) // which leaves out the address: whoever called knows it
	}
	switch response.StatusCode {
	case http.StatusOK:
		begin = 0
	case http.StatusPartialContent:
		err = f.checkRange(response, begin)
	case http.StatusRequestedRangeNotSatisfiable:
		response.Body.Close()
		if begin > 0 {
			return f.request(ctx, address, 0)
		}
		err = errors.New(response.Status)
	default:
		err = fmt.Errorf("the server answers %s", response.Status)
	}
	if length := response.ContentLength; err == nil && length >= 0 && begin+length != f.Size {
		err = fmt.Errorf("the server has another file: %d bytes instead of %d", begin+length, f.Size)
	}
	if err != nil {
		response.Body.Close()
		return nil, 0, err
	}
	return response, begin, nil
}

// checkRange makes sure that a partial answer begins where it was asked to.
func (f File) checkRange(response *http.Response, begin int64) error {
	want := fmt.Sprintf("bytes %d-", begin)
	if got := response.Header.Get("Content-Range"); begin == 0 || !strings.HasPrefix(got, want) {
		return fmt.Errorf("the server was asked for the bytes from %d on and sends %q", begin, got)
	}
	return nil
}

// write puts the body into the file at begin, and makes sure that both end where the file is to end. Of a server that
// sends too much nothing is kept.
func (f File) write(file *os.File, body io.Reader, begin int64) error {
	if _, err := file.Seek(begin, io.SeekStart); err != nil {
		return err
	}
	written, err := io.CopyN(file, body, f.Size-begin)
	if err == io.EOF || errors.Is(err, io.ErrUnexpectedEOF) {
		return fmt.Errorf("the connection broke off after %d of %d bytes", begin+written, f.Size)
	}
	if err != nil {
		return err
	}
	if n, _ := io.ReadFull(body, make([]byte, 1)); n > 0 {
		file.Truncate(0)
		return fmt.Errorf("the server sends more than the %d bytes of the file", f.Size)
	}
	return file.Truncate(f.Size)
}

// reporting is a body that tells after every read how far it has come.
type reporting struct {
	io.Reader
	done int64
	tell func(done int64)
}

func (r *reporting) Read(p []byte) (int, error) {
	n, err := r.Reader.Read(p)
	if n > 0 {
		r.done += int64(n)
		r.tell(r.done)
	}
	return n, err
}

// reason is why the context ended, where it did, and otherwise the error itself: that a read was cancelled says less.
func reason(ctx context.Context, err error) error {
	if ctx.Err() != nil {
		return context.Cause(ctx)
	}
	return err
}
