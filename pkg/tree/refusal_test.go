package tree

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestWriteChangesNothingWhenSomethingStandsInTheWay(t *testing.T) {
	outside := folder(t, files{"secret.yaml": yaml("not yours")})
	for name, c := range map[string]struct {
		at, target string // a symlink to make
		found      files  // what stands in the folder besides
		path, why  string // what the refusal says
	}{
		"an unmarked file at a planned path":     {found: files{"dev/app/x.yaml": "mine"}, path: "dev/app/x.yaml", why: "a file that render did not write"},
		"an empty file at a planned path":        {found: files{"dev/app/x.yaml": ""}, path: "dev/app/x.yaml", why: "a file that render did not write"},
		"a folder where a file has to be":        {found: files{"dev/app/x.yaml/y": "mine"}, path: "dev/app/x.yaml", why: "a folder where a file has to be"},
		"a file where a folder has to be":        {found: files{"dev/app": "mine"}, path: "dev/app", why: "a file where a folder has to be"},
		"a marked file where a folder has to be": {found: files{"dev": yaml("")}, path: "dev", why: "a file where a folder has to be"},
		"a symlink out at a planned path":        {at: "dev/app/x.yaml", target: outside + "/secret.yaml", path: "dev/app/x.yaml", why: "a symlink where a file has to be"},
		"a symlink inside at a planned path":     {at: "dev/app/x.yaml", target: "y.yaml", found: files{"dev/app/y.yaml": yaml("")}, path: "dev/app/x.yaml", why: "a symlink where a file has to be"},
		"a dangling symlink at a planned path":   {at: "dev/app/x.yaml", target: "none", path: "dev/app/x.yaml", why: "a symlink where a file has to be"},
		"a symlink out in the middle":            {at: "dev/app", target: outside, path: "dev/app", why: "a symlink where a folder has to be"},
		"a symlink inside in the middle":         {at: "dev/app", target: "../other", found: files{"other/x": "mine"}, path: "dev/app", why: "a symlink where a folder has to be"},
		"a symlink for an environment":           {at: "dev", target: outside, path: "dev", why: "a symlink where a folder has to be"},
		"a symlink that leads out beside":        {at: "dev/docs", target: "../../..", path: "dev/docs", why: "a symlink that leads out"},
		"an absolute symlink":                    {at: "etc", target: "/etc", path: "etc", why: "a symlink that leads out"},
		"a symlink in a circle":                  {at: "dev/loop", target: "loop", path: "dev/loop", why: "a symlink that leads out of the folder or in a circle"},
	} {
		t.Run(name, func(t *testing.T) {
			content := files{"stale.yaml": yaml("stale"), "README.md": doc("old"), ".render-" + strings.Repeat("A", 26) + ".tmp": "left"}
			for path, data := range c.found {
				content[path] = data
			}
			dir := folder(t, content)
			if c.at != "" {
				os.MkdirAll(filepath.Dir(filepath.Join(dir, c.at)), 0o755)
				symlink(t, c.target, filepath.Join(dir, c.at))
			}
			before := read(t, dir)
			p := planOf(t, files{"README.md": doc("new"), "dev/app/x.yaml": yaml("new"), "a-first/x.yaml": yaml("new")})
			_, err := p.Write(dir)
			refusal, ok := errors.AsType[*Refusal](err)
			if !ok {
				t.Fatalf("got error %v, want a refusal", err)
			}
			wantPaths(t, "refused", strangerPaths(refusal.Strangers), c.path)
			wantError(t, err, filepath.Join(dir, c.path)+": "+c.why)
			wantContent(t, dir, before)
			wantContent(t, outside, files{"secret.yaml": yaml("not yours")})
		})
	}
}

func TestARefusalNamesAllThatIsInTheWaySorted(t *testing.T) {
	dir := folder(t, files{"dev/b/x.yaml": "mine", "dev/a/x.yaml": "mine", "dev/c": "mine", "dev/a/extra.yaml": "mine"})
	symlink(t, "/etc", filepath.Join(dir, "bin"))
	d, err := planOf(t, files{
		"dev/a/x.yaml": yaml(""), "dev/b/x.yaml": yaml(""), "dev/c/x.yaml": yaml(""), "dev/c/y.yaml": yaml(""),
	}).Write(dir)
	refusal, ok := errors.AsType[*Refusal](err)
	if !ok {
		t.Fatalf("got error %v, want a refusal", err)
	}
	wantPaths(t, "refused", strangerPaths(refusal.Strangers), "bin", "dev/a/x.yaml", "dev/b/x.yaml", "dev/c")
	wantPaths(t, "all strangers", strangerPaths(d.Strangers), "bin", "dev/a/extra.yaml", "dev/a/x.yaml", "dev/b/x.yaml", "dev/c")
}

func TestASymlinkThatHarmsNobodyIsLeftAlone(t *testing.T) {
	dir := folder(t, files{"dev/README.md": doc("")})
	symlink(t, "dev/README.md", filepath.Join(dir, "dev.md"))
	symlink(t, "none", filepath.Join(dir, "dangling"))
	d := mustWrite(t, planOf(t, files{"dev/README.md": doc("new")}), dir)
	wantPaths(t, "strangers", strangerPaths(d.Strangers))
	wantContent(t, dir, files{"dev/README.md": doc("new"), "dev.md": "-> dev/README.md", "dangling": "-> none"})
}
