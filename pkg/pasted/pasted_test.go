package pasted

import (
	"math/rand/v2"
	"os"
	"slices"
	"strings"
	"testing"
)

// Alphabets of tokens. What is tested is made of them here, so that no scanner takes this file for a leak.
const (
	hex   = "0123456789abcdef"
	lower = "abcdefghijklmnopqrstuvwxyz"
	upper = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
	alnum = "0123456789" + lower + upper
	caps  = "234567" + upper
)

// random letters are the same in every run.
type maker struct{ *rand.Rand }

func (m maker) of(alphabet string, n int) string {
	var text strings.Builder
	for range n {
		text.WriteByte(alphabet[m.IntN(len(alphabet))])
	}
	return text.String()
}

// tokens are one of each shape, by what they look like, and secrets that only their field's name gives away.
func tokens() map[string]string {
	m := maker{rand.New(rand.NewPCG(1, 2))}
	return map[string]string{
		"AWS access key":           "AK" + "IA" + m.of(caps, 16),
		"AWS temporary key":        "AS" + "IA" + m.of(caps, 16),
		"AWS secret key":           "AWS_SECRET_ACCESS_KEY: " + m.of(alnum, 40),
		"AWS session token":        "IQoJb3" + "JpZ2lu" + m.of(alnum, 200) + "==",
		"Bedrock":                  "ABSKQmVkcm9j" + "a0FQSUtleS" + m.of(alnum, 60) + "=",
		"GitHub personal":          "gh" + "p_" + m.of(alnum, 36),
		"GitHub OAuth":             "gh" + "o_" + m.of(alnum, 36),
		"GitHub app":               "gh" + "s_" + m.of(alnum, 36),
		"GitHub refresh":           "gh" + "r_" + m.of(alnum, 76),
		"GitHub fine-grained":      "github" + "_pat_" + m.of(alnum, 22) + "_" + m.of(alnum, 59),
		"GitLab":                   "gl" + "pat-" + m.of(alnum, 20),
		"GitLab runner":            "gl" + "rt-" + m.of(alnum, 20),
		"Atlassian":                "ATA" + "TT3xFf" + m.of(alnum, 180),
		"npm":                      "np" + "m_" + m.of(alnum, 36),
		"PyPI":                     "py" + "pi-AgE" + m.of(alnum, 80),
		"RubyGems":                 "ruby" + "gems_" + m.of(hex, 48),
		"crates.io":                "c" + "io" + m.of(alnum, 32),
		"Docker":                   "dckr" + "_pat_" + m.of(alnum, 27),
		"JFrog":                    "AK" + "Cp" + m.of(alnum, 69),
		"SonarQube":                "sq" + "p_" + m.of(hex, 40),
		"Slack bot":                "xo" + "xb-" + m.of("0123456789", 12) + "-" + m.of("0123456789", 12) + "-" + m.of(alnum, 24),
		"Slack app":                "xa" + "pp-1-A" + m.of(upper, 10) + "-" + m.of("0123456789", 13) + "-" + m.of(hex, 64),
		"Slack webhook":            "https://hooks" + ".slack.com/services/T" + m.of(upper, 8) + "/B" + m.of(upper, 8) + "/" + m.of(alnum, 24),
		"Teams webhook":            "https://example" + ".webhook.office.com/webhookb2/" + m.of(hex, 36) + "@" + m.of(hex, 36) + "/IncomingWebhook/" + m.of(hex, 32),
		"Discord webhook":          "https://discord" + ".com/api/webhooks/" + m.of("123456789", 18) + "/" + m.of(alnum, 68),
		"Telegram":                 m.of("123456789", 10) + ":A" + "A" + m.of(alnum, 33),
		"PagerDuty token":          "u" + "+" + m.of(alnum, 18),
		"PagerDuty routing key":    "routingKey: " + m.of(hex, 32),
		"Twilio":                   "S" + "K" + m.of(hex, 32),
		"SendGrid":                 "S" + "G." + m.of(alnum, 22) + "." + m.of(alnum, 43),
		"Mailgun":                  "ke" + "y-" + m.of(hex, 32),
		"Mailchimp":                m.of(hex, 32) + "-u" + "s12",
		"Google API key":           "AI" + "za" + m.of(alnum, 35),
		"Google client secret":     "GOC" + "SPX-" + m.of(alnum, 28),
		"Google access token":      "ya" + "29." + m.of(alnum, 60),
		"Azure storage":            "DefaultEndpointsProtocol=https;Account" + "Key=" + m.of(alnum, 86) + "==",
		"Azure client secret":      m.of(alnum, 3) + "8" + "Q~" + m.of(alnum, 34),
		"DigitalOcean":             "do" + "p_v1_" + m.of(hex, 64),
		"Heroku":                   "HR" + "KU-" + m.of(alnum, 60),
		"Netlify":                  "nf" + "p_" + m.of(alnum, 36),
		"Cloudflare origin CA":     "v1" + ".0-" + m.of(hex, 24) + "-" + m.of(hex, 146),
		"Vault":                    "hv" + "s." + m.of(alnum, 90),
		"Terraform Cloud":          m.of(alnum, 14) + ".atlas" + "v1." + m.of(alnum, 67),
		"Doppler":                  "d" + "p.pt." + m.of(alnum, 43),
		"PlanetScale":              "pscale" + "_tkn_" + m.of(alnum, 43),
		"Databricks":               "da" + "pi" + m.of(hex, 32),
		"Databricks, second":       "da" + "pi" + m.of(hex, 32) + "-2",
		"dbt":                      "dbt" + "c_" + m.of(alnum, 40),
		"age":                      "AGE-SECRET" + "-KEY-1" + m.of("QPZRY9X8GF2TVDW0S3JN54KHCE6MUA7L", 58),
		"Grafana service account":  "gl" + "sa_" + m.of(alnum, 32) + "_" + m.of(hex, 8),
		"Grafana Cloud":            "gl" + "c_" + m.of(alnum, 60),
		"Grafana API key":          "eyJr" + "Ijoi" + m.of(alnum, 60),
		"New Relic":                "NR" + "AK-" + m.of(upper, 27),
		"New Relic licence":        m.of(hex, 36) + "NR" + "AL",
		"Sentry":                   "sntry" + "u_" + m.of(hex, 64),
		"Stripe":                   "sk" + "_live_" + m.of(alnum, 24),
		"Stripe restricted":        "rk" + "_test_" + m.of(alnum, 24),
		"Stripe webhook":           "wh" + "sec_" + m.of(alnum, 32),
		"Shopify":                  "shp" + "at_" + m.of(hex, 32),
		"Square":                   "sq0" + "atp-" + m.of(alnum, 22),
		"Anthropic":                "sk" + "-ant-api03-" + m.of(alnum, 93),
		"OpenAI":                   "sk" + "-proj-" + m.of(alnum, 20) + "T3Blbk" + "FJ" + m.of(alnum, 20),
		"Hugging Face":             "h" + "f_" + m.of(lower, 34),
		"Linear":                   "lin" + "_api_" + m.of(alnum, 40),
		"Notion":                   "nt" + "n_" + m.of("0123456789", 11) + m.of(alnum, 35),
		"Airtable":                 "pa" + "t" + m.of(alnum, 14) + "." + m.of(hex, 64),
		"Postman":                  "PM" + "AK-" + m.of(hex, 24) + "-" + m.of(hex, 34),
		"JSON Web Token":           "ey" + "J" + m.of(alnum, 33) + ".ey" + "J" + m.of(alnum, 60) + "." + m.of(alnum, 43),
		"RSA key":                  "-----BEGIN RSA" + " PRIVATE KEY-----",
		"PKCS 8 key":               "-----BEGIN" + " PRIVATE KEY-----",
		"OpenSSH key":              "-----BEGIN OPENSSH" + " PRIVATE KEY-----",
		"PGP key":                  "-----BEGIN PGP" + " PRIVATE KEY BLOCK-----",
		"PuTTY key":                "PuTTY-User" + "-Key-File-3: ssh-ed25519",
		"key in base64":            "tls.key: LS0tLS1CRUdJTi" + "BQUklWQVRFIEtFWS0tLS0t" + m.of(alnum, 80),
		"bcrypt":                   "$2" + "a$10$" + m.of(alnum, 53),
		"sha512-crypt":             "$" + "6$" + m.of(alnum, 16) + "$" + m.of(alnum, 86),
		"basic auth in a URL":      "postgres://app:" + m.of(lower, 9) + "@db.example.com:5432/app",
		"basic auth in a Git URL":  "https://bot:" + m.of(alnum, 20) + "@git.example.com/team/repo.git",
		"bearer":                   "Authorization: Bearer " + m.of(alnum, 40),
		"basic":                    "authorization: Basic " + m.of(alnum, 30) + "==",
		"flag":                     `args: ["--api-token=` + m.of(alnum, 32) + `"]`,
		"query":                    "https://example.com/hook?channel=x&token=" + m.of(hex, 32),
		"JSON":                     `{"clientSecret": "` + m.of(alnum, 40) + `"}`,
		"environment variable":     "DATADOG_API_KEY: " + m.of(hex, 32),
		"in a comment":             "retries: 3 # the old signingKey: " + m.of(alnum, 44),
		"UUID in a field of a key": "apiKey: " + m.of(hex, 8) + "-" + m.of(hex, 4) + "-" + m.of(hex, 4) + "-" + m.of(hex, 4) + "-" + m.of(hex, 12),
	}
}

// Each shape is found, wherever in the line it stands, and what is said of it does not hold it.
func TestTokensAreFound(t *testing.T) {
	all := tokens()
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
	for _, text := range tokens() {
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
