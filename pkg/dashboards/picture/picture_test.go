package picture

import (
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/example-org/platform-render/pkg/dashboards"
)

const docs = "../../../docs/dashboards"

// The pictures and their page are those of the dashboards as they are: `make docs` writes them.
func TestDocsAreCurrent(t *testing.T) {
	files := Files(dashboards.All())
	if os.Getenv("UPDATE") != "" {
		write(t, files)
	}
	there, err := filepath.Glob(docs + "/*")
	if err != nil {
		t.Fatal(err)
	}
	for _, path := range there {
		if _, ok := files[filepath.Base(path)]; !ok {
			t.Errorf("%s belongs to no dashboard", filepath.Base(path))
		}
	}
	for name, want := range files {
		if got, _ := os.ReadFile(filepath.Join(docs, name)); !bytes.Equal(got, want) {
			t.Errorf("docs/dashboards/%s is not current: make docs", name)
		}
	}
}

func write(t *testing.T, files map[string][]byte) {
	t.Helper()
	if err := errors.Join(os.RemoveAll(docs), os.MkdirAll(docs, 0o755)); err != nil {
		t.Fatal(err)
	}
	for name, data := range files {
		if err := os.WriteFile(filepath.Join(docs, name), data, 0o644); err != nil {
			t.Fatal(err)
		}
	}
}

// A picture is well-formed, the same every time, and shows every panel's title.
func TestPictures(t *testing.T) {
	for _, d := range dashboards.All() {
		picture := SVG(d)
		if !bytes.Equal(picture, SVG(d)) {
			t.Errorf("%s: two pictures differ", d.UID)
		}
		decoder := xml.NewDecoder(bytes.NewReader(picture))
		for {
			if _, err := decoder.Token(); err == io.EOF {
				break
			} else if err != nil {
				t.Fatalf("%s: %v", d.UID, err)
			}
		}
		for _, row := range d.Rows {
			for _, panel := range row.Panels {
				if start := escape(panel.Title[:min(len(panel.Title), 8)]); !row.Collapsed && !strings.Contains(string(picture), ">"+start) {
					t.Errorf("%s does not show %q", d.UID, panel.Title)
				}
			}
		}
	}
}

// Nothing is drawn that is no number.
func TestPicturesHaveNumbers(t *testing.T) {
	for _, d := range dashboards.All() {
		for _, bad := range []string{"NaN", "Inf", "%!", `width="-`, `height="-`} {
			if strings.Contains(string(SVG(d)), bad) {
				t.Errorf("%s has %s", d.UID, bad)
			}
		}
	}
}

// Values look as Grafana prints them.
func TestFormat(t *testing.T) {
	for _, c := range []struct {
		value float64
		unit  dashboards.Unit
		want  string
	}{
		{0.123, dashboards.Ratio, "12.3 %"},
		{3 << 30, dashboards.Bytes, "3 GiB"},
		{437000, dashboards.Seconds, "5.06 days"},
		{0.0042, dashboards.Seconds, "4.2 ms"},
		{0, dashboards.Seconds, "0 s"},
		{1234, dashboards.Count, "1.23 K"},
		{12.5, dashboards.Requests, "12.5 req/s"},
	} {
		if got := format(c.value, c.unit); got != c.want {
			t.Errorf("%v %s is %q, want %q", c.value, c.unit, got, c.want)
		}
	}
}
