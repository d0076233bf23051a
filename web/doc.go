// Package web serves the reader over HTTP: pictures in, numbers out, for kiosks, help desks and archives, and a plain page
// for people.
//
// # What it trusts, and what it keeps
//
// It trusts nobody. A body has a largest size, a picture a largest number of pixels, which is looked up in the header
// before anything is decoded; so many pictures are read at once, so many requests wait, and whoever comes then is told so
// at once and when to come again. Whose body is slow to come holds no place that others wait for, and a reading that takes
// too long is given up. Nothing is stored: a picture is gone when its answer is on the way, and neither a picture nor a
// number ever stands in a log, an error or a metric.
//
// # The paths
//
//	POST /v1/read    a picture as the body, or several as a multipart form: what "aloud read --json" prints
//	POST /v1/digit   one digit of 28x28 grey pixels: the probability of each class
//	GET  /           the app for telephones, which reads by itself, and its files beside it
//	GET  /form       a form to send a picture with, that needs no script; POST / is its answer
//	GET  /healthz    the process lives
//	GET  /readyz     it takes requests: not while it shuts down
//	GET  /metrics    for Prometheus
//	GET  /openapi.json
//
// Errors are problem details (RFC 9457), which say what to do.
package web
