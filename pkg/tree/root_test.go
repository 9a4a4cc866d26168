package tree

import (
	"errors"
	"os"
	"path/filepath"
	"testing"
)

// wantRefused shows that neither Compare nor Write takes dir for the output folder.
func wantRefused(t *testing.T, dir string, parts ...string) {
	t.Helper()
	p := planOf(t, files{"x.yaml": yaml("")})
	_, compared := p.Compare(dir)
	_, written := p.Write(dir)
	for _, err := range []error{compared, written} {
		wantError(t, err, parts...)
		if _, ok := errors.AsType[*RootError](err); !ok {
			t.Errorf("%q is a %T", err, err)
		}
	}
}

func TestDangerousRootsAreRefused(t *testing.T) {
	wantRefused(t, "", "no name")
	wantRefused(t, "/", "root of the file system")
	wantRefused(t, "/../", "root of the file system")
	home := folder(t, files{"me/notes": ""})
	t.Setenv("HOME", filepath.Join(home, "me"))
	wantRefused(t, filepath.Join(home, "me"), "home folder")
	wantRefused(t, home, "home folder")
	link := filepath.Join(t.TempDir(), "link")
	symlink(t, home, link)
	wantRefused(t, link, "home folder")
	wantContent(t, home, files{"me/notes": ""})
}

func TestARootThatHoldsTheRepositoryIsRefused(t *testing.T) {
	for name, git := range map[string]string{"clone": "src/repo/.git/HEAD", "worktree": "src/repo/.git"} {
		t.Run(name, func(t *testing.T) {
			dir := folder(t, files{git: "", "src/repo/cmd/main.go": ""})
			t.Chdir(filepath.Join(dir, "src/repo/cmd"))
			wantRefused(t, "..", "top of a git repository")
			wantRefused(t, filepath.Join(dir, "src/repo"), "top of a git repository")
			wantRefused(t, "../..", "holds the git repository")
			wantRefused(t, dir, "holds the git repository")
			mustWrite(t, planOf(t, files{"x.yaml": yaml("")}), "../out")
			wantContent(t, filepath.Join(dir, "src/repo/out"), files{"x.yaml": yaml("")})
		})
	}
}

func TestTheRepositoryIsFoundThroughASymlinkedWorkingDirectory(t *testing.T) {
	dir := folder(t, files{"repo/.git/HEAD": "", "repo/cmd/main.go": ""})
	link := filepath.Join(t.TempDir(), "here")
	symlink(t, filepath.Join(dir, "repo/cmd"), link)
	t.Chdir(link)
	wantRefused(t, dir, "holds the git repository")
}

func TestARootThatIsNoFolderIsRefused(t *testing.T) {
	dir := folder(t, files{"out": "mine"})
	symlink(t, "nowhere", filepath.Join(dir, "dangling"))
	wantRefused(t, filepath.Join(dir, "out"), "not a folder")
	wantRefused(t, filepath.Join(dir, "out/below"), "not a directory")
	wantRefused(t, filepath.Join(dir, "dangling"), "leads nowhere")
	wantContent(t, dir, files{"out": "mine", "dangling": "-> nowhere"})
}

func TestAMissingRootIsMadeWithItsParents(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "a", "b", "out")
	mustWrite(t, planOf(t, files{"dev/x.yaml": yaml("")}), dir)
	wantContent(t, dir, files{"dev/x.yaml": yaml("")})
}

func TestARootMayBeASymlinkToAFolder(t *testing.T) {
	real := folder(t, files{"stale.yaml": yaml("")})
	link := filepath.Join(t.TempDir(), "out")
	symlink(t, real, link)
	mustWrite(t, planOf(t, files{"dev/x.yaml": yaml("")}), link)
	wantContent(t, real, files{"dev/x.yaml": yaml("")})
	if target, err := os.Readlink(link); err != nil || target != real {
		t.Errorf("the link was replaced: %q, %v", target, err)
	}
}
