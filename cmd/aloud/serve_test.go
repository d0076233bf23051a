package main

import (
	"bufio"
	"bytes"
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"io"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"aloud/reader"
	"aloud/web"
)

// serveHere runs a server of the handler on a port of this machine until the test ends it, and returns its address.
func serveHere(t *testing.T, handler http.Handler, change func(*http.Server)) (address string, end func() error) {
	t.Helper()
	r, err := reader.New()
	if err != nil {
		t.Fatal(err)
	}
	service := web.New(r, web.DefaultOptions())
	if handler == nil {
		handler = service
	}
	server := newServer(handler, service.Options)
	change(server)
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	ended := make(chan error, 1)
	go func() { ended <- runServer(ctx, service, server, listener) }()
	end = func() error { cancel(); return <-ended }
	t.Cleanup(cancel)
	return listener.Addr().String(), end
}

// TestShutdownFinishes interrupts a server in the middle of an answer: the answer is finished, and the server ends.
func TestShutdownFinishes(t *testing.T) {
	begun, finish := make(chan bool), make(chan bool)
	var finished atomic.Bool
	slow := http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		close(begun)
		<-finish
		io.WriteString(w, "whole")
		finished.Store(true)
	})
	address, end := serveHere(t, slow, func(*http.Server) {})
	answered := make(chan string, 1)
	go func() {
		response, err := http.Get("http://" + address)
		if err != nil {
			answered <- err.Error()
			return
		}
		body, _ := io.ReadAll(response.Body)
		answered <- string(body)
	}()
	<-begun
	time.AfterFunc(50*time.Millisecond, func() { close(finish) })
	if err := end(); err != nil || !finished.Load() {
		t.Errorf("ended with %v, the answer finished: %t", err, finished.Load())
	}
	if got := <-answered; got != "whole" {
		t.Errorf("answered %q", got)
	}
}

// TestSlowClients sees who sends a header or a body drop by drop be cut off.
func TestSlowClients(t *testing.T) {
	const short = 100 * time.Millisecond
	address, _ := serveHere(t, nil, func(s *http.Server) { s.ReadHeaderTimeout, s.ReadTimeout = short, 2*short })
	for reason, request := range map[string]string{
		"a header that never ends": "GET / HTTP/1.1\r\nHost: a\r\nX-Drop: ",
		"a body that never ends":   "POST /v1/read HTTP/1.1\r\nHost: a\r\nContent-Type: image/png\r\nContent-Length: 1000\r\n\r\nabc",
	} {
		connection, err := net.Dial("tcp", address)
		if err != nil {
			t.Fatal(err)
		}
		io.WriteString(connection, request)
		connection.SetReadDeadline(time.Now().Add(10 * time.Second))
		answer, err := io.ReadAll(connection)
		if err != nil && !errors.Is(err, io.EOF) {
			t.Errorf("%s: not cut off: %v", reason, err)
		}
		if strings.Contains(string(answer), " 200 ") {
			t.Errorf("%s: answered %s", reason, answer)
		}
		connection.Close()
	}
}

// TestOwnCertificate makes a certificate that a client who trusts it can use, keeps it, and makes another when the
// machine has moved to another network or the certificate is about to end.
func TestOwnCertificate(t *testing.T) {
	path := filepath.Join(t.TempDir(), "own.pem")
	here := []net.IP{net.IPv4(127, 0, 0, 1)}
	now := time.Now()
	certificate, err := ownCertificate(path, here, now)
	if err != nil {
		t.Fatal(err)
	}
	if info, err := os.Stat(path); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("the key's file: %v, %v", info.Mode(), err)
	}
	address, _ := serveHere(t, nil, func(s *http.Server) {
		s.TLSConfig = &tls.Config{Certificates: []tls.Certificate{certificate}}
	})
	trusted := x509.NewCertPool()
	trusted.AddCert(certificate.Leaf)
	client := &http.Client{Transport: &http.Transport{TLSClientConfig: &tls.Config{RootCAs: trusted}}}
	response, err := client.Get("https://" + address + "/readyz")
	if err != nil || response.StatusCode != http.StatusOK {
		t.Errorf("over TLS: %v, %v", response, err)
	}
	for _, row := range []struct {
		reason    string
		addresses []net.IP
		now       time.Time
		same      bool
	}{
		{"the next day", here, now.Add(24 * time.Hour), true},
		{"shortly before it ends", here, now.Add(certificateAge - time.Hour), false},
		{"in another network", []net.IP{net.IPv4(10, 1, 2, 3)}, now, false},
	} {
		if err := os.WriteFile(path, certificateFile(t, path, here, now), 0o600); err != nil {
			t.Fatal(err)
		}
		first, _ := ownCertificate(path, here, now)
		again, err := ownCertificate(path, row.addresses, row.now)
		if err != nil {
			t.Fatal(err)
		}
		if got := bytes.Equal(first.Certificate[0], again.Certificate[0]); got != row.same {
			t.Errorf("%s: the same certificate: %t", row.reason, got)
		}
	}
	os.WriteFile(path, []byte("no certificate"), 0o600)
	if _, err := ownCertificate(path, here, now); err != nil {
		t.Errorf("from a damaged file: %v", err)
	}
}

// certificateFile is what the file holds when the certificate was made then and there.
func certificateFile(t *testing.T, path string, addresses []net.IP, now time.Time) []byte {
	t.Helper()
	os.Remove(path)
	if _, err := ownCertificate(path, addresses, now); err != nil {
		t.Fatal(err)
	}
	file, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return file
}

// TestServeTLS runs the command as somebody would who wants to use her telephone: it tells where the page is, also as a code
// for the camera, lets in who bears the token, and ends when it is interrupted.
func TestServeTLS(t *testing.T) {
	t.Setenv("XDG_CACHE_HOME", t.TempDir())
	t.Setenv("ALOUD_TOKEN", "open sesame")
	ctx, interrupt := context.WithCancel(t.Context())
	defer interrupt()
	out, command := io.Pipe()
	root := rootCommand()
	root.SetArgs([]string{"serve", "--tls", "--addr", "127.0.0.1:0"})
	root.SetOut(command)
	root.SetErr(io.Discard)
	ended := make(chan error, 1)
	go func() { ended <- root.ExecuteContext(ctx); command.Close() }()

	said := bufio.NewReader(out)
	url, err := said.ReadString('\n')
	if url = strings.TrimSpace(url); err != nil || !strings.HasPrefix(url, "https://127.0.0.1:") {
		t.Fatalf("announced %q, %v", url, err)
	}
	code := make(chan string, 1)
	go func() { rest, _ := io.ReadAll(said); code <- string(rest) }()
	client := &http.Client{Transport: &http.Transport{TLSClientConfig: &tls.Config{InsecureSkipVerify: true}}}
	for token, want := range map[string]int{"": 401, "open barley": 401, "open sesame": 200} {
		r, _ := http.NewRequestWithContext(t.Context(), "POST", url+"v1/read", bytes.NewReader(exampleNote(t)))
		r.Header.Set("Authorization", "Bearer "+token)
		r.Header.Set("Content-Type", "image/jpeg")
		response, err := client.Do(r)
		if err != nil {
			t.Fatal(err)
		}
		response.Body.Close()
		if response.StatusCode != want {
			t.Errorf("with token %q: status %d", token, response.StatusCode)
		}
	}
	client.CloseIdleConnections()
	interrupt()
	if err := <-ended; err != nil {
		t.Errorf("ended with %v", err)
	}
	if blocks := <-code; strings.Count(blocks, "\n") < 10 || !strings.Contains(blocks, "▄") {
		t.Errorf("no code for a camera: %q", blocks)
	}
}

// TestURLs are what a person types, or a telephone reads from the code.
func TestURLs(t *testing.T) {
	address := &net.TCPAddr{IP: net.IPv4zero, Port: 8443}
	for _, row := range []struct {
		flags serveFlags
		want  string
	}{
		{serveFlags{}, "http://localhost:8443/"},
		{serveFlags{address: "localhost:8443"}, "http://localhost:8443/"},
		{serveFlags{address: ":8443"}, "http://localhost:8443/"},
		{serveFlags{address: "10.0.0.5:8443", tls: true}, "https://10.0.0.5:8443/"},
		{serveFlags{address: ":443", acme: "numbers.example.org"}, "https://numbers.example.org/"},
	} {
		if got := row.flags.urls(address); len(got) != 1 || got[0] != row.want {
			t.Errorf("%+v: %q, want %q", row.flags, got, row.want)
		}
	}
	if got := (&serveFlags{tls: true}).urls(address); len(got) != len(localAddresses()) ||
		!strings.HasPrefix(got[0], "https://") || !strings.HasSuffix(got[0], ":8443/") {
		t.Errorf("for a telephone: %q", got)
	}
}
