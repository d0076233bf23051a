package browser_test

import (
	"context"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"github.com/chromedp/chromedp"

	"aloud/internal/needs"
)

// axe is axe-core, which knows the rules for accessible pages.
var axe = sync.OnceValues(func() (string, error) {
	path, err := exec.Command("node", "--print", `require.resolve("axe-core/axe.min.js")`).Output()
	if err != nil {
		return "", err
	}
	source, err := os.ReadFile(strings.TrimSpace(string(path)))
	return string(source), err
})

// needsAxe skips a test where there is no axe-core.
func needsAxe(t *testing.T) {
	t.Helper()
	needs.NodePackage(t, "axe-core")
}

// rules are all of WCAG 2.2 A and AA and the best practices, and those that are off unless they are asked for.
const rules = `{
	runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
	rules: Object.fromEntries(["target-size", "css-orientation-lock", "label-content-name-mismatch", "color-contrast-enhanced"].map((id) => [id, { enabled: true }])),
}`

var shots = flag.String("shots", "", "put a picture of the page into the folder `DIR` wherever it is asked whether it is accessible")

// shoot keeps a picture of the page.
func (p *page) shoot() {
	p.t.Helper()
	ctx, end := context.WithTimeout(p.ctx, *patience)
	defer end()
	png, err := chromedp.Run(ctx, chromedp.FullScreenshot(100))
	if err != nil {
		p.t.Fatal(err)
	}
	p.shot++
	name := fmt.Sprintf("%s %d.png", strings.ReplaceAll(p.t.Name(), "/", " "), p.shot)
	if err := os.WriteFile(filepath.Join(*shots, name), png, 0o644); err != nil {
		p.t.Fatal(err)
	}
}

// accessible sees that the page as it stands breaks no rule.
func (p *page) accessible() {
	p.t.Helper()
	if *shots != "" {
		p.shoot()
	}
	source, err := axe()
	if err != nil {
		p.t.Fatal(err)
	}
	if !eval[bool](p, `"axe" in window`) {
		eval[any](p, source+"; null")
	}
	type finding struct {
		ID    string
		Nodes []string
	}
	found := eval[struct {
		Violations, Incomplete []finding
		Passes                 int
	}](p, fmt.Sprintf(`axe.run(document, %s).then(({ violations, incomplete, passes }) => {
		const list = (findings) => findings.map(({ id, nodes }) => ({ id, nodes: nodes.map(({ html, failureSummary }) => html + " " + failureSummary) }));
		return { violations: list(violations), incomplete: list(incomplete), passes: passes.length };
	})`, rules))
	for _, f := range found.Violations {
		p.t.Errorf("in state %s the page breaks %s: %s", p.state(), f.ID, strings.Join(f.Nodes, "; "))
	}
	for _, f := range found.Incomplete {
		p.t.Logf("in state %s a person should look at %s: %s", p.state(), f.ID, strings.Join(f.Nodes, "; "))
	}
	if found.Passes < 20 {
		p.t.Errorf("only %d rules were looked at", found.Passes)
	}
}
