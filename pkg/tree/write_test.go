package tree

import (
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"
)

func TestWriteMakesTheFolderEqualToThePlan(t *testing.T) {
	dir := folder(t, files{"dev/old/x.yaml": yaml("stale"), "dev/app/x.yaml": yaml("old"), "dev/app/OWNERS": "me"})
	want := files{
		"README.md":        doc("all"),
		"dev/app/x.yaml":   yaml("new"),
		"dev/app/raw.yaml": yaml("not UTF-8: \xff\xfe\x00"),
		"dev/aws/i.json":   `{"//": "` + Mark + `"}`,
	}
	mustWrite(t, planOf(t, want), dir)
	want["dev/app/OWNERS"] = "me"
	wantContent(t, dir, want)
	delete(want, "dev/app/OWNERS")
	if d := mustCompare(t, planOf(t, want), dir); !d.Empty() {
		t.Errorf("what was written differs from the plan: %v", d)
	}
}

func TestASecondRunWritesNothing(t *testing.T) {
	p := planOf(t, files{"README.md": doc("a"), "dev/x.yaml": yaml("a"), "dev/y.yaml": yaml("a")})
	dir := t.TempDir()
	mustWrite(t, p, dir)
	long := time.Unix(1_000_000_000, 0)
	paths := []string{"README.md", "dev/x.yaml", "dev/y.yaml", "dev", "."}
	for _, path := range paths {
		if err := os.Chtimes(filepath.Join(dir, path), long, long); err != nil {
			t.Fatal(err)
		}
	}
	if d := mustWrite(t, p, dir); !d.Empty() {
		t.Errorf("second run: %v", d)
	}
	for _, path := range paths {
		if info, err := os.Stat(filepath.Join(dir, path)); err != nil || !info.ModTime().Equal(long) {
			t.Errorf("%s was touched: %v", path, err)
		}
	}
}

func TestFilesThatAreAsPlannedKeepTheirTimeWhenOthersChange(t *testing.T) {
	dir := folder(t, files{"dev/same.yaml": yaml("same"), "dev/x.yaml": yaml("old")})
	long := time.Unix(1_000_000_000, 0)
	same := filepath.Join(dir, "dev/same.yaml")
	if err := os.Chtimes(same, long, long); err != nil {
		t.Fatal(err)
	}
	mustWrite(t, planOf(t, files{"dev/same.yaml": yaml("same"), "dev/x.yaml": yaml("new")}), dir)
	if info, err := os.Stat(same); err != nil || !info.ModTime().Equal(long) {
		t.Errorf("the unchanged file was touched: %v", err)
	}
}

func TestOnlyMarkedFilesAndTheFoldersTheyLeaveEmptyAreRemoved(t *testing.T) {
	dir := folder(t, files{
		"dev/a/b/c/stale.yaml":  yaml(""),
		"dev/a/b/stale.md":      doc(""),
		"dev/kept/stale.yaml":   yaml(""),
		"dev/kept/mine.yaml":    "mine",
		"qa/left/" + tempName(): "half",
		"notes/todo.txt":        "mine",
	})
	if err := os.MkdirAll(filepath.Join(dir, "dev/empty"), 0o755); err != nil {
		t.Fatal(err)
	}
	mustWrite(t, planOf(t, files{"dev/x.yaml": yaml("")}), dir)
	wantContent(t, dir, files{"dev/x.yaml": yaml(""), "dev/kept/mine.yaml": "mine", "notes/todo.txt": "mine", "dev/empty/": ""})
}

func TestAnEmptyPlanKeepsTheRoot(t *testing.T) {
	dir := folder(t, files{"dev/stale.yaml": yaml("")})
	mustWrite(t, planOf(t, nil), dir)
	wantContent(t, dir, files{})
}

func TestModesDoNotDependOnTheUmask(t *testing.T) {
	defer syscall.Umask(syscall.Umask(0o077))
	dir := filepath.Join(t.TempDir(), "out")
	mustWrite(t, planOf(t, files{"dev/app/x.yaml": yaml("")}), dir)
	for path, want := range map[string]os.FileMode{"": 0o755, "dev": 0o755, "dev/app": 0o755, "dev/app/x.yaml": 0o644} {
		info, err := os.Stat(filepath.Join(dir, path))
		if err != nil {
			t.Fatal(err)
		}
		if info.Mode().Perm() != want {
			t.Errorf("%q has mode %v, want %v", path, info.Mode().Perm(), want)
		}
	}
}

func TestExistingFoldersKeepTheirMode(t *testing.T) {
	dir := folder(t, files{"dev/x.yaml": yaml("old")})
	if err := os.Chmod(filepath.Join(dir, "dev"), 0o700); err != nil {
		t.Fatal(err)
	}
	mustWrite(t, planOf(t, files{"dev/x.yaml": yaml("new")}), dir)
	if info, err := os.Stat(filepath.Join(dir, "dev")); err != nil || info.Mode().Perm() != 0o700 {
		t.Errorf("the folder's mode was changed: %v %v", info.Mode(), err)
	}
}

func TestAHardLinkToAFileIsNotWrittenThrough(t *testing.T) {
	dir := folder(t, files{"dev/x.yaml": yaml("old")})
	other := filepath.Join(t.TempDir(), "copy")
	if err := os.Link(filepath.Join(dir, "dev/x.yaml"), other); err != nil {
		t.Fatal(err)
	}
	mustWrite(t, planOf(t, files{"dev/x.yaml": yaml("new")}), dir)
	if data, err := os.ReadFile(other); err != nil || string(data) != yaml("old") {
		t.Errorf("the other name now holds %q, %v", data, err)
	}
}

func TestDeepAndLongPathsAreWritten(t *testing.T) {
	deep := strings.Repeat(strings.Repeat("d", 50)+"/", 100) + "x.yaml" // more than PATH_MAX
	long := "dev/" + strings.Repeat("n", nameLimit)
	dir := t.TempDir()
	p := planOf(t, files{deep: yaml("deep"), long: yaml("long")})
	mustWrite(t, p, dir)
	if d := mustCompare(t, p, dir); !d.Empty() {
		t.Errorf("what was written differs from the plan: %v", d)
	}
	mustWrite(t, planOf(t, nil), dir)
	wantContent(t, dir, files{})
}

func TestNamesThatAreNotUTF8AreLeftAlone(t *testing.T) {
	content := files{"dev/\xff/\xfe.yaml": "mine"}
	dir := folder(t, content)
	mustWrite(t, planOf(t, nil), dir)
	wantContent(t, dir, content)
}
