package tree

import (
	"os"
	"path/filepath"
	"reflect"
	"syscall"
	"testing"
)

func TestCompareSaysWhatDiffersAndWritesNothing(t *testing.T) {
	before := files{
		"dev/same.yaml":    yaml("same"),
		"dev/changed.yaml": yaml("old"),
		"dev/a/stale.yaml": yaml("stale"),
		"stale.md":         doc("stale"),
		"notes.txt":        "mine",
	}
	dir := folder(t, before)
	d := mustCompare(t, planOf(t, files{
		"dev/same.yaml":    yaml("same"),
		"dev/changed.yaml": yaml("new"),
		"dev/b/new.yaml":   yaml("new"),
		"README.md":        doc("new"),
	}), dir)
	wantPaths(t, "create", d.Create, "README.md", "dev/b/new.yaml")
	wantPaths(t, "update", d.Update, "dev/changed.yaml")
	wantPaths(t, "remove", d.Remove, "dev/a/stale.yaml", "stale.md")
	wantPaths(t, "strangers", strangerPaths(d.Strangers))
	wantContent(t, dir, before)
}

func TestCompareTakesAMissingFolderForAnEmptyOne(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "no", "out")
	d := mustCompare(t, planOf(t, files{"b.yaml": yaml(""), "a/b.yaml": yaml("")}), dir)
	wantPaths(t, "create", d.Create, "a/b.yaml", "b.yaml")
	if _, err := os.Stat(filepath.Dir(dir)); !os.IsNotExist(err) {
		t.Errorf("Compare made a folder: %v", err)
	}
}

func TestDifferenceIsTheSameEveryTime(t *testing.T) {
	content, want := files{}, files{}
	for c := 'a'; c <= 'z'; c++ {
		content["dev/app/stale-"+string(c)+".yaml"] = yaml("")
		content["dev/app/foreign-"+string(c)+".yaml"] = ""
		content["dev/app/"+string(c)+".yaml"] = yaml("old")
		want["dev/app/"+string(c)+".yaml"] = yaml("new")
		want["dev/new/"+string(c)+".yaml"] = yaml("new")
	}
	dir := folder(t, content)
	first := mustCompare(t, planOf(t, want), dir)
	for range 20 {
		if again := mustCompare(t, planOf(t, want), dir); !reflect.DeepEqual(again, first) {
			t.Fatalf("got %v, then %v", first, again)
		}
	}
}

func TestStrangersThatArgoCDWouldApplyAreReported(t *testing.T) {
	dir := folder(t, files{
		"notes.yaml":                 "at the root",
		"dev/values.yaml":            "in an environment's own folder",
		"dev/grafana/OWNERS":         "me",
		"dev/grafana/.gitkeep":       "",
		"dev/grafana/a.yml":          "kind: Pod",
		"dev/grafana/b.yaml":         "kind: Pod",
		"dev/grafana/c.json":         "{}",
		"dev/grafana/d.jsonnet":      "{}",
		"dev/grafana/Kustomization":  "resources: []",
		"dev/grafana/sub/x.yaml":     "not read: no Application's path",
		"dev/aws/terraform.tfvars":   "for Terraform",
		"dev/aws/backend.json":       "for Terraform",
		"dev/gone/left.yaml":         "no Application any more",
		"dev/grafana/same.yaml":      yaml(""),
		"dev/aws/iam.tf.json":        `{"//": "` + Mark + `"}`,
		"prod/unrelated/strange.yml": "no Application",
	})
	symlink(t, "same.yaml", filepath.Join(dir, "dev/grafana/link.yaml"))
	p := planOf(t, files{"dev/root.yaml": yaml(""), "dev/grafana/same.yaml": yaml(""), "dev/aws/iam.tf.json": `{"//": "` + Mark + `"}`})
	d := mustWrite(t, p, dir)
	wantPaths(t, "strangers", strangerPaths(d.Strangers), "dev/grafana/Kustomization", "dev/grafana/a.yml", "dev/grafana/b.yaml",
		"dev/grafana/c.json", "dev/grafana/d.jsonnet", "dev/grafana/link.yaml")
	for _, s := range d.Strangers {
		if s.Blocks {
			t.Errorf("%s stands in nobody's way, and blocks", s.Path)
		}
	}
	if mustCompare(t, p, dir).Empty() {
		t.Error("a folder with strangers counts as what the plan wants")
	}
}

func TestCompareNeverOpensSpecialFiles(t *testing.T) {
	dir := folder(t, nil)
	for _, name := range []string{"planned.yaml", "other"} { // reading a pipe would wait for ever
		if err := syscall.Mkfifo(filepath.Join(dir, name), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	d := mustCompare(t, planOf(t, files{"planned.yaml": yaml("")}), dir)
	wantPaths(t, "strangers", strangerPaths(d.Strangers), "planned.yaml")
}

func TestFoldersOutOfScopeAreLeftAlone(t *testing.T) {
	prod := files{"prod/old.yaml": yaml("old"), "prod/gone.yaml": yaml("gone"), "prod/app/strange.yaml": "mine"}
	dir := folder(t, files{"dev/gone.yaml": yaml("gone"), "stale.md": doc("stale")})
	for path, data := range prod {
		full := filepath.Join(dir, path)
		os.MkdirAll(filepath.Dir(full), 0o755)
		if err := os.WriteFile(full, []byte(data), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	symlink(t, "/etc/passwd", filepath.Join(dir, "prod", "out"))
	p := planOf(t, files{
		"README.md":         doc("both"),
		"dev/new.yaml":      yaml("new"),
		"prod/old.yaml":     yaml("new"),
		"prod/app/new.yaml": yaml("new"),
	})
	d := mustWrite(t, p, dir, "dev")
	wantPaths(t, "create", d.Create, "README.md", "dev/new.yaml")
	wantPaths(t, "update", d.Update)
	wantPaths(t, "remove", d.Remove, "dev/gone.yaml", "stale.md")
	want := files{"README.md": doc("both"), "dev/new.yaml": yaml("new"), "prod/out": "-> /etc/passwd"}
	for path, data := range prod {
		want[path] = data
	}
	wantContent(t, dir, want)
}

func TestAnEnvironmentThatIsGoneIsStaleAsAWhole(t *testing.T) {
	dir := folder(t, files{"dev/a.yaml": yaml(""), "qa/README.md": doc(""), "qa/app/x.yaml": yaml("")})
	mustWrite(t, planOf(t, files{"dev/a.yaml": yaml("")}), dir)
	wantContent(t, dir, files{"dev/a.yaml": yaml("")})
}

func TestScopeTakesNamesOfTopLevelFolders(t *testing.T) {
	for _, name := range []string{"", ".", "..", "dev/app", "/dev", "dev/"} {
		_, err := planOf(t, nil).Compare(t.TempDir(), name)
		wantError(t, err, "not the name of a top-level folder")
	}
}

func TestUnreadableEntriesAreNamed(t *testing.T) {
	dir := folder(t, files{"dev/x.yaml": yaml("")})
	root, err := os.OpenRoot(dir)
	if err != nil {
		t.Fatal(err)
	}
	v := &survey{root: root}
	root.Close() // root may read everything in tests, so the handle is taken away
	_, err = v.content("dev/x.yaml")
	wantError(t, under("out", err), "out/dev/x.yaml: ")
}
