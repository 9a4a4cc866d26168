package main

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode"

	"github.com/example-org/platform-render/pkg/pasted/pastedtest"
)

// Whatever looks like a secret keeps the command from doing anything, and no verb says a part of it, wherever it stands.
func TestPastedSecretsAreRefusedAndNotPrinted(t *testing.T) {
	folder, small := t.TempDir(), readFile(t, "testdata/small.yaml")
	t.Chdir(folder)
	texts := pastedtest.Tokens()
	texts["a password"] = "DB_PASSWORD: " + "hunter" + "2two"
	for name, text := range texts {
		for _, line := range []string{"# " + text, "patches: {a: {merge: {data: {" + quoted(text) + "}}}}", "  " + text} {
			if name == "a password" && line[0] == '#' {
				continue // a person's words in a comment are not read
			}
			writeFile(t, "platform.yaml", small+line+"\n")
			for _, args := range [][]string{nil, {"check"}, {"check", "--format", "json"}, {"scrapes"}} {
				var said bytes.Buffer
				if code := run(args, &said, &said); code != exitUsage || !strings.Contains(said.String(), "what looks like") {
					t.Errorf("%s: render %q exits with %d, and does not say what it is", name, args, code)
				}
				if leaks(said.String(), text) {
					t.Errorf("%s: render %q prints it", name, args)
				}
			}
		}
	}
	if files, err := os.ReadDir(folder); err != nil || len(files) != 1 {
		t.Errorf("something was written: %v, %v", files, err)
	}
}

// quoted is a text as a value of YAML; one that has a name of its own stays behind it.
func quoted(text string) string {
	name, value, ok := strings.Cut(text, ": ")
	if !ok || strings.ContainsAny(name, " \"{") {
		name, value = "note", text
	}
	return name + ": '" + strings.ReplaceAll(value, "'", "''") + "'"
}

// leaks tells whether words hold eight letters in a row of a secret: of its longest word, because the others are names.
func leaks(said, text string) bool {
	secret := ""
	for _, word := range strings.FieldsFunc(text, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) }) {
		if len(word) > len(secret) {
			secret = word
		}
	}
	for i := 0; i+8 <= len(secret); i++ {
		if strings.Contains(said, secret[i:i+8]) {
			return true
		}
	}
	return false
}

// What is random and everybody's is rendered, in comments and as values.
func TestInnocentTextsAreRendered(t *testing.T) {
	small := readFile(t, "testdata/small.yaml")
	lines := strings.Split(strings.TrimSpace(readFile(t, "../../pkg/pasted/testdata/innocent.txt")), "\n")
	var comments, values strings.Builder
	for i, line := range lines {
		fmt.Fprintf(&comments, "# %s\n", line)
		fmt.Fprintf(&values, "      N%d: '%s'\n", i, strings.ReplaceAll(line, "'", "''"))
	}
	t.Chdir(t.TempDir())
	writeFile(t, "platform.yaml", comments.String()+strings.Replace(small, "    port: 8080\n", "    port: 8080\n    env:\n"+values.String(), 1))
	var said bytes.Buffer
	if code := run([]string{"--env", "dev"}, &said, &said); code != exitOK {
		t.Fatalf("exits with %d:\n%s", code, said.String())
	}
	if deployment := readFile(t, filepath.Join("out", "dev", "hello", "deployment-hello.yaml")); strings.Count(deployment, "- name: N") != len(lines) {
		t.Error("not every text is rendered")
	}
}

func readFile(t *testing.T, path string) string {
	t.Helper()
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}
