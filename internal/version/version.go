// Package version holds the version of the program, in one place.
package version

// Number is the version by the rules of semver.org. While it begins with 0, a release may change what commands print and
// what packages export; CHANGELOG.md says so, and a test holds the two together.
const Number = "0.1.0"
