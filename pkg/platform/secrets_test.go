package platform

import (
	"strings"
	"testing"
)

// A secret is refused where it stands, whatever else is wrong with the file, and no message repeats it or a part of it.
func TestPastedSecretsAreNotPrinted(t *testing.T) {
	token := "gh" + "p_" + strings.Repeat("aB3dE6", 6)
	random := "k7Qz2mW9xB" + "4tR8vL1nC6" + "pJ3sD5fG0h"
	for name, lines := range map[string]string{
		"a value":            "metadata: {name: " + token + "}",
		"a key":              token + ": {}",
		"a comment":          "metadata: {name: x} # " + token,
		"an anchor":          "metadata: &" + token + " {name: x}",
		"an alias":           "metadata: *" + token,
		"a tag":              "metadata: !" + token + " x",
		"not YAML":           "metadata: {name: [" + token + "\n  : x",
		"an environment":     "apps: {a: {image: x, env: {TOKEN: " + token + "}}}",
		"a named field":      "apps: {a: {image: x, env: {API_KEY: {value: " + random + "}}}}",
		"a random alias":     "password: *" + random,
		"a block":            "apps: {a: {env: {API_KEY: \n  " + random + " }}}",
		"a name and a value": "patches: {a: {merge: {env: [{name: API_KEY, value: " + random + "}]}}}",
		"a password":         "patches: {a: {merge: {data: {password: hunter" + "22}}}}",
		"an app's password":  "apps: {a: {env: {DB_PASSWORD: {value: hunter" + "22}}}}",
		"a receiver's":       "monitoring: {alertmanager: {receivers: {a: {email: {password: hunter" + "22}}}}}",
		"a login's":          "monitoring: {grafana: {admin: {username: admin, password: hunter" + "22}}}",
		"a path":             "patches: {a: {json: [{op: add, path: /data/DB_PASSWORD, value: hunter" + "22}]}}",
		"an argument":        "apps: {a: {args: [serve, --db-password=hunter" + "22]}}",
		"a file's line":      "patches:\n  a:\n    merge:\n      data:\n        app.properties: |\n          db.user=app\n          db.password=hunter" + "22",
		"a template":         "apps: {a: {env: {X: {template: 'user={{ .user }} password=hunter" + "22'}}}}",
		"a folded text":      "apps:\n  a:\n    env:\n      API_KEY: >-\n        " + random,
		"another document":   "a: 1\n---\nb: " + token,
	} {
		_, err := Load("platform.yaml", []byte("kind: Platfrom\n"+lines+"\n"))
		switch {
		case err == nil:
			t.Errorf("%s is taken", name)
		case !strings.Contains(err.Error(), "what looks like"):
			t.Errorf("%s: %d problems, and none is the secret", name, len(err.(Problems)))
		case leaks(err.Error(), token, random, "hunter"+"22"):
			t.Errorf("%s is printed back", name)
		}
	}
}

// leaks tells whether a text holds eight letters in a row of a secret.
func leaks(text string, secrets ...string) bool {
	for _, secret := range secrets {
		for i := 0; i+8 <= len(secret); i++ {
			if strings.Contains(text, secret[i:i+8]) {
				return true
			}
		}
	}
	return false
}

// What is merely called password, or names a secret, is no secret.
func TestNamesOfSecretsAreTaken(t *testing.T) {
	for _, lines := range []string{
		"apps: {a: {env: {DB_PASSWORD: {secret: DATABASE, property: password1}}}}",
		"monitoring: {grafana: {admin: {secret: GRAFANA, password: password_2}}}",
		"monitoring: {alertmanager: {receivers: {a: {email: {password: SMTP_PASSWORD_2}}}}}",
		"monitoring: {alertmanager: {receivers: {a: {email: {password: mail/smtp}}}}}",
		"monitoring: {alertmanager: {receivers: {a: {email: {password: {secret: smtp2go}}}}}}",
		"apps: {a: {env: {DATABASE_URL: {value: $(OTHER)}}}}",
		"apps: {a: {args: [--password-file=/run/secrets/db1, --password=$(DB_PASSWORD), 'to reset a password run reset-2']}}",
		"apps: {a: {env: {X: {template: 'password={{ .password }}'}}}}",
		"patches: {a: {json: [{op: replace, path: /spec/target/name, value: db-password-2}]}}",
	} {
		_, err := Load("platform.yaml", []byte(lines))
		if err == nil || strings.Contains(err.Error(), "what looks like") {
			t.Errorf("%s: %v", lines, err)
		}
	}
}
