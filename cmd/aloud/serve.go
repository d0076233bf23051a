package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"os"
	"time"

	"github.com/mdp/qrterminal/v3"
	"github.com/spf13/cobra"

	"aloud/picture"
	"aloud/reader"
	"aloud/web"
)

// serveFlags are the flags of "aloud serve".
type serveFlags struct {
	address, acme string
	tls           bool
	options       web.Options
}

// serveCommand is "aloud serve".
func serveCommand() *cobra.Command {
	flags := serveFlags{options: web.DefaultOptions()}
	command := &cobra.Command{
		Use:   "serve",
		Short: "Read pictures for whoever asks over HTTP",
		Long: `Serves a page that reads a picture, and POST /v1/read for programs. /openapi.json
describes it. Nothing is stored, and no picture or number is written into the log.

Cameras in browsers need HTTPS. --tls listens to the local network with a certificate
of its own, and shows a QR code by which a telephone finds the page; the telephone will
warn once, as nobody vouches for such a certificate. --acme HOST obtains one from
Let's Encrypt for a host that is reachable from everywhere under that name, on port
443.

A token keeps others out; as other users of the machine can see what stands on a
command line, it may be in the variable ALOUD_TOKEN instead.

The first interrupt lets what was begun be finished; the second ends it at once.`,
		Example: `  aloud serve
  aloud serve --tls                           for a telephone in the same network
  aloud serve --acme numbers.example.org      for everybody
  curl --data-binary @note.jpg http://localhost:8080/v1/read`,
		Args: cobra.NoArgs,
		RunE: func(c *cobra.Command, _ []string) error { return flags.serve(c) },
	}
	o, f := &flags.options, command.Flags()
	f.SortFlags = false
	f.StringVar(&flags.address, "addr", "", "`HOST:PORT` to listen at, :8080 for all networks (default: localhost:8080; :8443 with --tls, :443 with --acme)")
	f.BoolVar(&flags.tls, "tls", false, "HTTPS with a self-made certificate")
	f.StringVar(&flags.acme, "acme", "", "HTTPS with a public certificate for this `HOST`")
	f.StringVar(&o.Token, "token", "", "let only those in that bear this `TOKEN` (default: $ALOUD_TOKEN)")
	f.Int64Var(&o.MaxBody, "max-body", o.MaxBody, "`BYTES` that a request may have")
	f.IntVar(&o.MaxPixels, "max-pixels", o.MaxPixels, "`PIXELS` that a picture may have")
	f.IntVar(&o.AtOnce, "at-once", o.AtOnce, "requests read at the same time")
	f.IntVar(&o.Waiting, "waiting", o.Waiting, "requests that may wait for their turn")
	f.DurationVar(&o.Timeout, "timeout", o.Timeout, "`TIME` that reading a request may take")
	command.MarkFlagsMutuallyExclusive("tls", "acme")
	return command
}

// check finds flags that make no sense.
func (f *serveFlags) check() error {
	o := &f.options
	switch {
	case o.AtOnce < 1 || o.Waiting < 0:
		return fmt.Errorf("serve: --at-once %d --waiting %d: at least one request is read, and none or more wait", o.AtOnce, o.Waiting)
	case o.MaxPixels > picture.MaxPixels:
		return fmt.Errorf("serve: --max-pixels %d: a picture may have %d at most", o.MaxPixels, picture.MaxPixels)
	case o.MaxBody < 1 || o.MaxPixels < 1 || o.Timeout <= 0:
		return errors.New("serve: --max-body, --max-pixels and --timeout must be above 0")
	}
	return nil
}

// serve serves until it is interrupted.
func (f *serveFlags) serve(c *cobra.Command) error {
	if err := f.check(); err != nil {
		return err
	}
	r, err := reader.New()
	if err != nil {
		return err
	}
	f.options.Token = cmp.Or(f.options.Token, os.Getenv("ALOUD_TOKEN"))
	f.options.Log = slog.New(slog.NewTextHandler(c.ErrOrStderr(), nil))
	service := web.New(r, f.options)
	server := newServer(service, f.options)
	certificates, err := f.certificates()
	if err != nil {
		return err
	}
	server.TLSConfig = certificates
	listener, err := net.Listen("tcp", f.listenAt())
	if err != nil {
		return withHint(fmt.Errorf("serve: %w", err), "choose another --addr")
	}
	f.announce(c.OutOrStdout(), listener.Addr())
	return runServer(c.Context(), service, server, listener)
}

// listenAt is where the flags say, or else what suits them.
func (f *serveFlags) listenAt() string {
	switch {
	case f.address != "":
		return f.address
	case f.acme != "":
		return ":443"
	case f.tls:
		return ":8443"
	}
	return "localhost:8080"
}

// newServer bounds how slowly a client may speak and listen. The longest body at a telephone's slowest takes a minute.
func newServer(service http.Handler, o web.Options) *http.Server {
	const slowest = time.Minute
	return &http.Server{
		Handler:           service,
		ReadHeaderTimeout: 10 * time.Second,
		ReadTimeout:       slowest,
		WriteTimeout:      2*slowest + o.Timeout, // from the end of the header: body, turn, reading, answer
		IdleTimeout:       2 * time.Minute,
		MaxHeaderBytes:    1 << 14,
		ErrorLog:          slog.NewLogLogger(o.Log.Handler(), slog.LevelDebug), // what strangers' handshakes look like is of no interest
	}
}

// runServer serves until the context ends, and then finishes what it has accepted.
func runServer(ctx context.Context, service *web.Service, server *http.Server, listener net.Listener) error {
	ended := make(chan error, 1)
	go func() {
		if server.TLSConfig != nil {
			ended <- server.ServeTLS(listener, "", "")
		} else {
			ended <- server.Serve(listener)
		}
	}()
	select {
	case err := <-ended:
		return fmt.Errorf("serve: %w", err)
	case <-ctx.Done():
	}
	service.Drain()
	patience := service.Timeout + 10*time.Second // for what is being read, and for answers on their way
	finish, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	if err := server.Shutdown(finish); err != nil {
		server.Close()
		return fmt.Errorf("serve: some requests were not finished within %v", patience)
	}
	return nil
}

// announce tells where the page is, and shows it to a telephone's camera where that helps.
func (f *serveFlags) announce(w io.Writer, address net.Addr) {
	for _, url := range f.urls(address) {
		fmt.Fprintln(w, url)
		if f.tls {
			qrterminal.GenerateHalfBlock(url, qrterminal.L, w)
		}
	}
}

// urls are the addresses under which the page is found from where it is likely to be looked for.
func (f *serveFlags) urls(address net.Addr) []string {
	port := fmt.Sprint(address.(*net.TCPAddr).Port)
	switch host, _, _ := net.SplitHostPort(f.listenAt()); {
	case f.acme != "":
		return []string{"https://" + f.acme + "/"}
	case !f.tls:
		return []string{"http://" + net.JoinHostPort(cmp.Or(host, "localhost"), port) + "/"}
	case host != "":
		return []string{"https://" + net.JoinHostPort(host, port) + "/"}
	}
	var urls []string
	for _, ip := range localAddresses() {
		urls = append(urls, "https://"+net.JoinHostPort(ip.String(), port)+"/")
	}
	return urls
}
