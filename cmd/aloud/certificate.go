package main

import (
	"bytes"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"fmt"
	"math/big"
	"net"
	"os"
	"path/filepath"
	"time"

	"golang.org/x/crypto/acme/autocert"

	"aloud/fetch"
	"aloud/internal/durable"
)

// certificates are those that the flags ask for, or nil for plain HTTP.
func (f *serveFlags) certificates() (*tls.Config, error) {
	if !f.tls && f.acme == "" {
		return nil, nil
	}
	folder, err := fetch.Cache()
	if err != nil {
		return nil, err
	}
	folder = filepath.Join(folder, "certificates")
	if err := os.MkdirAll(folder, 0o700); err != nil {
		return nil, fmt.Errorf("serve: %w", err)
	}
	if f.acme != "" {
		manager := &autocert.Manager{
			Prompt:     autocert.AcceptTOS,
			HostPolicy: autocert.HostWhitelist(f.acme),
			Cache:      autocert.DirCache(folder),
		}
		return manager.TLSConfig(), nil
	}
	certificate, err := ownCertificate(filepath.Join(folder, "own.pem"), localAddresses(), time.Now())
	if err != nil {
		return nil, fmt.Errorf("serve: certificate: %w", err)
	}
	return &tls.Config{Certificates: []tls.Certificate{certificate}, MinVersion: tls.VersionTLS12}, nil
}

// ownCertificate returns the certificate in the file if it is for all of the addresses and will be good for a while yet.
// Else it makes one and keeps it there, so that a telephone that has been told to trust it need not be told again.
func ownCertificate(path string, addresses []net.IP, now time.Time) (tls.Certificate, error) {
	if file, err := os.ReadFile(path); err == nil {
		if c, err := tls.X509KeyPair(file, file); err == nil && serves(c.Leaf, addresses, now) {
			return c, nil
		}
	}
	file, err := newCertificate(addresses, now)
	if err != nil {
		return tls.Certificate{}, err
	}
	if err := durable.WriteFile(path, file); err != nil {
		return tls.Certificate{}, err
	}
	if err := os.Chmod(path, 0o600); err != nil {
		return tls.Certificate{}, err
	}
	return tls.X509KeyPair(file, file)
}

// The time that a certificate is good for: longer than 398 days browsers do not accept (CA/Browser Forum, Baseline
// Requirements, section 6.3.2).
const (
	certificateAge  = 397 * 24 * time.Hour
	certificateLeft = 7 * 24 * time.Hour // with less than this left, a new one is made
)

// serves reports whether a certificate is for all of the addresses, and for some time to come.
func serves(c *x509.Certificate, addresses []net.IP, now time.Time) bool {
	for _, ip := range addresses {
		if c.VerifyHostname(ip.String()) != nil {
			return false
		}
	}
	return now.After(c.NotBefore) && now.Add(certificateLeft).Before(c.NotAfter)
}

// newCertificate makes a certificate and its key, both as PEM.
func newCertificate(addresses []net.IP, now time.Time) ([]byte, error) {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return nil, err
	}
	serial, err := rand.Int(rand.Reader, new(big.Int).Lsh(big.NewInt(1), 127))
	if err != nil {
		return nil, err
	}
	names := []string{"localhost"}
	if host, err := os.Hostname(); err == nil {
		names = append(names, host)
	}
	template := &x509.Certificate{
		SerialNumber: serial,
		Subject:      pkix.Name{CommonName: "Aloud in the local network"},
		NotBefore:    now.Add(-time.Hour), // a telephone's clock may be slow
		NotAfter:     now.Add(certificateAge),
		KeyUsage:     x509.KeyUsageDigitalSignature,
		ExtKeyUsage:  []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth},
		DNSNames:     names, IPAddresses: addresses,
		BasicConstraintsValid: true,
	}
	certificate, err := x509.CreateCertificate(rand.Reader, template, template, &key.PublicKey, key)
	if err != nil {
		return nil, err
	}
	secret, err := x509.MarshalPKCS8PrivateKey(key)
	if err != nil {
		return nil, err
	}
	var file bytes.Buffer
	pem.Encode(&file, &pem.Block{Type: "CERTIFICATE", Bytes: certificate})
	pem.Encode(&file, &pem.Block{Type: "PRIVATE KEY", Bytes: secret})
	return file.Bytes(), nil
}

// localAddresses are those of this machine in its networks, and of itself where there are none.
func localAddresses() []net.IP {
	var local []net.IP
	addresses, _ := net.InterfaceAddrs()
	for _, a := range addresses {
		if ip, ok := a.(*net.IPNet); ok && ip.IP.To4() != nil && !ip.IP.IsLoopback() && !ip.IP.IsLinkLocalUnicast() {
			local = append(local, ip.IP)
		}
	}
	if len(local) == 0 {
		return []net.IP{net.IPv4(127, 0, 0, 1)}
	}
	return local
}
