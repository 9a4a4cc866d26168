package pasted

import (
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/example-org/platform-render/pkg/pasted/pastedtest"
)

// Each shape is found, wherever in the line it stands, and what is said of it does not hold it.
func TestTokensAreFound(t *testing.T) {
	all := pastedtest.Tokens()
	if len(all) < 40 {
		t.Fatalf("only %d shapes are tried", len(all))
	}
	for name, text := range all {
		for _, line := range []string{text, "key: " + text, `env: {X: "` + text + `"}`, "  - " + text + " # here"} {
			found := Text("first: 1\n" + line + "\n")
			if len(found) != 1 || found[0].Line != 2 {
				t.Errorf("%s: %d finds", name, len(found))
				continue
			}
			if strings.Contains(text, found[0].What) {
				t.Errorf("%s is printed back", name)
			}
		}
	}
}

// Every shape of the table is tried by one of the tokens above.
func TestEveryShapeIsTried(t *testing.T) {
	var all []string
	for _, text := range pastedtest.Tokens() {
		all = append(all, text)
	}
	for _, k := range kinds {
		if !slices.ContainsFunc(all, func(text string) bool { return k.marked(text) && k.pattern.MatchString(text) }) {
			t.Errorf("no token tries %s: %s", k.what, k.pattern)
		}
	}
}

// What is random and everybody's, or only named like a secret, is left alone.
func TestInnocentTextsAreNotFound(t *testing.T) {
	data, err := os.ReadFile("testdata/innocent.txt")
	if err != nil {
		t.Fatal(err)
	}
	lines := strings.Split(strings.TrimSpace(string(data)), "\n")
	if len(lines) < 200 {
		t.Errorf("only %d texts are tried", len(lines))
	}
	for i, line := range lines {
		if found := Text(line); len(found) > 0 {
			t.Errorf("line %d looks like %s: %s", i+1, found[0].What, line)
		}
	}
}

// A password that a person has chosen is found by the name of its field alone.
func TestPasswords(t *testing.T) {
	for field, values := range map[string]map[string]bool{
		"DB_PASSWORD":    {"hunter" + "22": true, "P@ss" + "w0rd": true, "$(OTHER)": false, "{{ .x }}": false, "yes": false, "optional": false, "prod/mail": false, "/run/password1": false, "": false},
		"adminPassword":  {"s3cret" + "!!": true, "see-the-vault": false},
		"PASSWORD_FILE":  {"hunter" + "22": false},
		"passwordPolicy": {"min-8-chars": false},
	} {
		for value, want := range values {
			if got := Password(field, value); got != want {
				t.Errorf("%s of %d characters: %v", field, len(value), got)
			}
		}
	}
}

// A text that gives a password to a name of its own holds one; one that only speaks of passwords does not.
func TestAssigns(t *testing.T) {
	for text, want := range map[string]bool{
		"--db-password=hunter" + "22": true, "user: app\npassword: hunter" + "22\n": true, `{\"password\": \"hunter` + "22" + `\"}`: true,
		"--password-file=/run/db1": false, "--password=$(DB_PASSWORD)": false, "to reset a password run reset-2": false, "password=": false,
	} {
		if got := Assigns(text); got != want {
			t.Errorf("%d characters: %v", len(text), got)
		}
	}
}

// A mere key may be a UUID, which programs name things by; the key of something may not.
func TestKeysThatAreUUIDs(t *testing.T) {
	const uuid = "0f1e2d3c-4b5a-6978-8796-a5b4c3d2e1f0"
	for field, want := range map[string]bool{"key": false, "Key": false, "apiKey": true, "token": true} {
		if Value(field, uuid) != want || Value(field, "Q-"+uuid+"-0") != want {
			t.Errorf("%s: %v", field, !want)
		}
	}
}

// Names are read word by word, however they are written.
func TestNames(t *testing.T) {
	for name, want := range map[string]bool{
		"apiKey": true, "API_KEY": true, "api-key": true, "APIKey": true, "dbPassword": true, "authToken": true, "TOKEN": true, "x.secret": true,
		"secretName": false, "tokenURL": false, "keyId": false, "publicKey": false, "KMS_KEY": false, "monkey": false, "keyboard": false,
		"topologyKey": false, "PASSWORD_FILE": false, "author": false, "": false, "__": false,
	} {
		if got := Named(name); got != want {
			t.Errorf("%q: %v", name, got)
		}
	}
}

// Every word that names secrets is looked for.
func TestEveryWordIsMentioned(t *testing.T) {
	for _, word := range secretWords {
		if !mentions(word) {
			t.Errorf("%s is not", word)
		}
	}
}
