package platform

import (
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/tools/txtar"
)

var update = flag.Bool("update", false, "rewrite what testdata/mistakes expect; read the diff")

// leastMistakes is how many mistakes the archives are to show.
const leastMistakes = 80

// Each archive of testdata/mistakes opens with its intent and holds pairs of files: x.yaml, a platform with mistakes, and
// x.want, the messages that it gets.
func TestMistakes(t *testing.T) {
	archives, err := filepath.Glob("testdata/mistakes/*.txtar")
	if err != nil || len(archives) == 0 {
		t.Fatal("no archives", err)
	}
	count := 0
	for _, path := range archives {
		t.Run(filepath.Base(path), func(t *testing.T) {
			a := readArchive(t, path)
			for i := 0; i+1 < len(a.Files); i += 2 {
				count += mistakes(t, &a.Files[i], &a.Files[i+1])
			}
			if *update {
				write(t, path, txtar.Format(a))
			}
		})
	}
	if count < leastMistakes {
		t.Errorf("%d mistakes, want at least %d", count, leastMistakes)
	}
}

func readArchive(t *testing.T, path string) *txtar.Archive {
	t.Helper()
	a, err := txtar.ParseFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if len(strings.TrimSpace(string(a.Comment))) == 0 {
		t.Error("the archive does not open with its intent")
	}
	if len(a.Files)%2 != 0 {
		t.Error("a file of the archive has no partner")
	}
	return a
}

// mistakes compares what one platform gets with what it should get, and returns the number of messages.
func mistakes(t *testing.T, platform, want *txtar.File) int {
	name := strings.TrimSuffix(platform.Name, ".yaml")
	if want.Name != name+".want" {
		t.Errorf("%s is followed by %s", platform.Name, want.Name)
	}
	_, err := Load("platform.yaml", platform.Data)
	if err == nil {
		t.Errorf("%s: loads without a mistake", name)
		return 0
	}
	got := err.Error() + "\n"
	if *update {
		want.Data = []byte(got)
	}
	if diff := cmp.Diff(string(want.Data), got); diff != "" {
		t.Errorf("%s: messages differ (-want +got):\n%s", name, diff)
	}
	return strings.Count(got, "\n")
}

func write(t *testing.T, path string, data []byte) {
	t.Helper()
	if err := os.WriteFile(path, data, 0o644); err != nil {
		t.Fatal(err)
	}
}
