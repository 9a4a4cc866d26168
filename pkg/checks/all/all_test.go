package all

import (
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/example-org/platform-render/pkg/checks"
)

var (
	codeForm = regexp.MustCompile(`^[a-z]+(-[a-z0-9]+)+$`)
	entry    = regexp.MustCompile("(?m)^### `([a-z0-9-]+)` \\((\\w+)\\)$")
)

// Every check has a code of its own, says what it reads and how to mend what it finds, and has cases beside it; every file of cases
// belongs to a check. That each finds something, and reads what it declares, its subject's test says.
func TestEveryCheckIsWhole(t *testing.T) {
	cases, err := filepath.Glob("../*/testdata/*.txtar")
	if err != nil {
		t.Fatal(err)
	}
	var files []string
	for _, file := range cases {
		files = append(files, strings.TrimSuffix(filepath.Base(file), ".txtar"))
	}
	var codes []string
	for _, check := range Checks {
		codes = append(codes, check.Code)
		if !codeForm.MatchString(check.Code) || check.Level != checks.Error && check.Level != checks.Warning ||
			len(check.Reads) == 0 || !strings.HasSuffix(check.Mend, ".") || check.Run == nil {
			t.Errorf("%s is not a whole check", check.Code)
		}
	}
	slices.Sort(codes)
	slices.Sort(files)
	if !slices.Equal(codes, files) {
		t.Errorf("there are checks %v, and cases for %v", codes, files)
	}
}

// docs/checks.md has one entry for each check, with its level.
func TestEveryCheckIsDocumented(t *testing.T) {
	page, err := os.ReadFile("../../../docs/checks.md")
	if err != nil {
		t.Fatal(err)
	}
	documented := map[string]string{}
	for _, match := range entry.FindAllStringSubmatch(string(page), -1) {
		if documented[match[1]] != "" {
			t.Errorf("%s has two entries", match[1])
		}
		documented[match[1]] = match[2]
	}
	want := map[string]string{}
	for _, check := range Checks {
		want[check.Code] = string(check.Level)
	}
	if !maps.Equal(documented, want) {
		t.Errorf("docs/checks.md says\n%v\nand there are\n%v", lines(documented), lines(want))
	}
}

func lines(m map[string]string) string {
	var all []string
	for _, key := range slices.Sorted(maps.Keys(m)) {
		all = append(all, fmt.Sprintf("%s (%s)", key, m[key]))
	}
	return strings.Join(all, "\n")
}

// Every subject is in the list: a folder with cases and no line here would never run.
func TestEverySubjectIsListed(t *testing.T) {
	folders, err := filepath.Glob("../*/testdata")
	if err != nil {
		t.Fatal(err)
	}
	list, err := os.ReadFile("all.go")
	if err != nil {
		t.Fatal(err)
	}
	for _, folder := range folders {
		subject := filepath.Base(filepath.Dir(folder))
		if !strings.Contains(string(list), subject+".Checks,") {
			t.Errorf("%s is not in the list", subject)
		}
	}
}
