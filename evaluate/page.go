package evaluate

import (
	"context"
	_ "embed"
	"errors"
	"fmt"
	"html/template"
	"image/jpeg"
	"image/png"
	"os"
	"path/filepath"
	"strings"

	"aloud/plot"
)

//go:embed page.html
var pageSource string

var pageTemplate = template.Must(template.New("page").Funcs(template.FuncMap{"share": share, "percent": percent}).Parse(pageSource))

// generator is how a page says that we wrote it, and may write it again.
const generator = `<meta name="generator" content="aloud evaluate">`

// WritePage writes a page about the report into a folder: the figures, and every photograph that was not read exactly, with
// what was read and what the stages made of it, the most dangerous first. The folder is made where there is none; it must
// be empty or hold such a page, which is then replaced. The page needs nothing outside of its folder, and contains
// the photographs. Whenever one of these is done, progress is told how many are and of how many; calls do not overlap.
func (r PhotoReport) WritePage(ctx context.Context, folder string, show ShowFile, progress func(done, all int)) error {
	if err := prepareFolder(folder); err != nil {
		return err
	}
	p := reportPage{
		Title:   "What was not read right",
		Counts:  &r,
		AtRisk:  r.AtRisk,
		figures: []namedFigure{{"risk", r.RiskFigure()}, {"reliability", ReliabilityFigure(r.Reliability)}},
	}
	for _, groups := range [][]group{r.tables(), r.kinds()} {
		if len(groups) > 0 {
			p.Groups = append(p.Groups, groups)
			p.figures = append(p.figures, namedFigure{"by-" + groups[0].Of, groupsFigure(groups)})
		}
	}
	err := inParallel(ctx, len(r.failed), func(done int) { progress(done, len(r.failed)) }, func(i int) error {
		return r.failed[i].show(ctx, folder, fmt.Sprintf("%04d", i+1), show)
	})
	if err != nil {
		return fmt.Errorf("evaluate: %w", err)
	}
	p.Sections = sections(r.failed)
	return p.write(folder)
}

// WritePage writes a page about the report into a folder, as that of photographs does.
func (r DigitReport) WritePage(folder string) error {
	if err := prepareFolder(folder); err != nil {
		return err
	}
	p := reportPage{
		Title:   "How well digits are told apart",
		Digits:  &r,
		AtRisk:  r.AtRisk,
		figures: []namedFigure{{"risk", r.RiskFigure()}, {"reliability", ReliabilityFigure(r.Reliability)}},
	}
	return p.write(folder)
}

// A reportPage is what page.html is filled with.
type reportPage struct {
	Title    string
	Counts   *PhotoReport
	Digits   *DigitReport
	AtRisk   []AtRisk
	Groups   [][]group
	Figures  []shownView
	Sections []section

	figures []namedFigure
}

// A shownView is a picture that was written into the folder.
type shownView struct {
	File, Name, Alt string
	Width, Height   int // of its place on the page, in CSS pixels
}

type namedFigure struct {
	name string
	plot.Figure
}

// write writes the figures and the page.
func (p *reportPage) write(folder string) error {
	for _, f := range p.figures {
		svg, err := f.SVG()
		if err != nil {
			return err
		}
		dots, err := f.PNG()
		if err != nil {
			return err
		}
		for ext, data := range map[string][]byte{".svg": svg, ".png": dots} {
			if err := os.WriteFile(filepath.Join(folder, f.name+ext), data, 0o666); err != nil {
				return fmt.Errorf("evaluate: %w", err)
			}
		}
		p.Figures = append(p.Figures, shownView{f.name + ".svg", f.name, f.Alt, f.Width, f.Height})
	}
	var text strings.Builder
	if err := pageTemplate.Execute(&text, p); err != nil {
		return fmt.Errorf("evaluate: %w", err)
	}
	if err := os.WriteFile(filepath.Join(folder, pageFile), []byte(text.String()), 0o666); err != nil {
		return fmt.Errorf("evaluate: %w", err)
	}
	return nil
}

const (
	pageFile       = "index.html"
	picturesInside = "pictures" // the folder for the photographs, inside of that of the page
)

// CheckPageFolder finds folders that no page can be written into: better before anything is measured than after.
func CheckPageFolder(folder string) error {
	entries, err := os.ReadDir(folder)
	switch old, readErr := os.ReadFile(filepath.Join(folder, pageFile)); {
	case errors.Is(err, os.ErrNotExist):
		return nil
	case err != nil:
		return fmt.Errorf("evaluate: %w", err)
	case len(entries) > 0 && (readErr != nil || !strings.Contains(string(old), generator)):
		return fmt.Errorf("evaluate: %s: this folder holds something else than a page of ours; name an empty or a new one", folder)
	}
	return nil
}

// prepareFolder makes the folder of a page, or clears it where it holds an older one. Until the page is there, another says
// that the folder is ours.
func prepareFolder(folder string) error {
	if err := CheckPageFolder(folder); err != nil {
		return err
	}
	if err := os.RemoveAll(filepath.Join(folder, picturesInside)); err != nil {
		return fmt.Errorf("evaluate: %w", err)
	}
	if err := os.MkdirAll(folder, 0o777); err != nil {
		return fmt.Errorf("evaluate: %w", err)
	}
	if err := os.WriteFile(filepath.Join(folder, pageFile), []byte(generator+"\n<p>This page is not finished."), 0o666); err != nil {
		return fmt.Errorf("evaluate: %w", err)
	}
	return nil
}

// show reads the photograph again and writes its views. A photograph that could not be read has none.
func (p *failedPhoto) show(ctx context.Context, folder, id string, show ShowFile) error {
	p.ID = "photo-" + id
	exhibit, err := show(ctx, p.Path)
	if err != nil {
		p.Error = err.Error()
		return ctx.Err()
	}
	p.Lines, p.Views = failedLines(p.Photo, exhibit.Reading), nil
	if err := os.MkdirAll(filepath.Join(folder, picturesInside), 0o777); err != nil {
		return err
	}
	for _, v := range exhibit.Views {
		name := picturesInside + "/" + id + "-" + strings.ReplaceAll(v.Name, " ", "-")
		if v.Drawn {
			name += ".png"
		} else {
			name += ".jpg"
		}
		if err := v.write(filepath.Join(folder, filepath.FromSlash(name))); err != nil {
			return err
		}
		size := v.Image.Bounds().Size()
		p.Views = append(p.Views, shownView{name, v.Name, v.Alt, size.X, size.Y})
	}
	return nil
}

// write writes a view into a file, a drawing as PNG and a photograph as JPEG.
func (v View) write(path string) (err error) {
	file, err := os.Create(path)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, file.Close()) }()
	if v.Drawn {
		return png.Encode(file, v.Image)
	}
	return jpeg.Encode(file, v.Image, &jpeg.Options{Quality: 85}) // at which the grain of the paper still shows
}
