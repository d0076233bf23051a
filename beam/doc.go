// Beam reads pictures on as many machines as there are, as a pipeline of Apache Beam: file patterns in, a line of JSON for
// each picture out, the same as of "aloud read --json".
package main
