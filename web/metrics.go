package web

import (
	"net/http"
	"strconv"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"
	"github.com/prometheus/client_golang/prometheus/promhttp"

	"aloud/reader"
)

// metrics are what the service counts, in a registry of its own.
type metrics struct {
	registry *prometheus.Registry
	requests *prometheus.CounterVec
	duration *prometheus.HistogramVec
	readings *prometheus.CounterVec
}

func newMetrics(q *queue) *metrics {
	m := &metrics{
		registry: prometheus.NewRegistry(),
		requests: prometheus.NewCounterVec(prometheus.CounterOpts{
			Name: "aloud_requests_total", Help: "Requests answered."}, []string{"route", "status"}),
		duration: prometheus.NewHistogramVec(prometheus.HistogramOpts{
			Name: "aloud_request_duration_seconds", Help: "Time from a request to its answer.",
			Buckets: prometheus.ExponentialBuckets(0.001, 2.5, 11)}, []string{"route"}), // up to 10 s
		readings: prometheus.NewCounterVec(prometheus.CounterOpts{
			Name: "aloud_readings_total", Help: "Pictures read, by what came of them."}, []string{"outcome"}),
	}
	gauge := func(name, help string, value func() int) prometheus.Collector {
		return prometheus.NewGaugeFunc(prometheus.GaugeOpts{Name: name, Help: help},
			func() float64 { return float64(value()) })
	}
	m.registry.MustRegister(m.requests, m.duration, m.readings,
		gauge("aloud_requests_working", "Requests being read.", q.working),
		gauge("aloud_requests_waiting", "Requests waiting for their turn.", func() int { return int(q.waiting.Load()) }),
		gauge("aloud_requests_receiving", "Requests let in whose bodies are on their way.", q.receiving),
		collectors.NewGoCollector(), collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}))
	for _, outcome := range []string{"sure", "doubtful", "no_number", "unreadable"} {
		m.readings.WithLabelValues(outcome) // there from the beginning, as 0
	}
	return m
}

func (m *metrics) request(route string, status int, took time.Duration) {
	m.requests.WithLabelValues(route, strconv.Itoa(status)).Inc()
	m.duration.WithLabelValues(route).Observe(took.Seconds())
}

func (m *metrics) reading(r reader.Reading) {
	switch {
	case len(r.Numbers) == 0:
		m.readings.WithLabelValues("no_number").Inc()
	case r.Sure():
		m.readings.WithLabelValues("sure").Inc()
	default:
		m.readings.WithLabelValues("doubtful").Inc()
	}
}

func (m *metrics) unreadable() { m.readings.WithLabelValues("unreadable").Inc() }

func (m *metrics) handler() http.Handler {
	return promhttp.HandlerFor(m.registry, promhttp.HandlerOpts{Registry: m.registry})
}
