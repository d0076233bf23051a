package lab

import (
	"bufio"
	"fmt"
	"os"
	"runtime"
	"strings"
)

// machine describes the computer, as far as it tells what it is.
func machine() string {
	name := runtime.GOOS + "/" + runtime.GOARCH
	if file, err := os.Open("/proc/cpuinfo"); err == nil { // Linux
		defer file.Close()
		for lines := bufio.NewScanner(file); lines.Scan(); {
			if key, value, ok := strings.Cut(lines.Text(), ":"); ok && strings.TrimSpace(key) == "model name" {
				name = strings.TrimSpace(value) + ", " + name
				break
			}
		}
	}
	cores := "cores"
	if runtime.GOMAXPROCS(0) == 1 {
		cores = "core"
	}
	return fmt.Sprintf("%s, %d %s, %s", name, runtime.GOMAXPROCS(0), cores, runtime.Version())
}
