// Package pastedtest makes what looks like a secret, for tests: none of it opens anything.
package pastedtest

import (
	"maps"
	"math/rand/v2"
	"strings"
)

// Alphabets of tokens. What is tested is made of them, so that no scanner takes this file for a leak.
const (
	hex   = "0123456789abcdef"
	lower = "abcdefghijklmnopqrstuvwxyz"
	upper = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
	alnum = "0123456789" + lower + upper
	caps  = "234567" + upper
)

// maker makes random letters, the same in every run.
type maker struct{ *rand.Rand }

func (m maker) of(alphabet string, n int) string {
	var text strings.Builder
	for range n {
		text.WriteByte(alphabet[m.IntN(len(alphabet))])
	}
	return text.String()
}

// Tokens are one of each shape, by what they look like, and secrets that only their field's name gives away.
func Tokens() map[string]string {
	m := maker{rand.New(rand.NewPCG(1, 2))}
	all := map[string]string{}
	for _, group := range []func(maker) map[string]string{ofCode, ofPeople, ofClouds, ofServices, inFields} {
		maps.Copy(all, group(m))
	}
	return all
}

// ofCode are tokens of AWS, and of where code and programs are kept.
func ofCode(m maker) map[string]string {
	return map[string]string{
		"AWS access key":      "AK" + "IA" + m.of(caps, 16),
		"AWS temporary key":   "AS" + "IA" + m.of(caps, 16),
		"AWS secret key":      "AWS_SECRET_ACCESS_KEY: " + m.of(alnum, 40),
		"AWS session token":   "IQoJb3" + "JpZ2lu" + m.of(alnum, 200) + "==",
		"Bedrock":             "ABSKQmVkcm9j" + "a0FQSUtleS" + m.of(alnum, 60) + "=",
		"GitHub personal":     "gh" + "p_" + m.of(alnum, 36),
		"GitHub OAuth":        "gh" + "o_" + m.of(alnum, 36),
		"GitHub app":          "gh" + "s_" + m.of(alnum, 36),
		"GitHub refresh":      "gh" + "r_" + m.of(alnum, 76),
		"GitHub fine-grained": "github" + "_pat_" + m.of(alnum, 22) + "_" + m.of(alnum, 59),
		"GitLab":              "gl" + "pat-" + m.of(alnum, 20),
		"GitLab runner":       "gl" + "rt-" + m.of(alnum, 20),
		"Atlassian":           "ATA" + "TT3xFf" + m.of(alnum, 180),
		"npm":                 "np" + "m_" + m.of(alnum, 36),
		"PyPI":                "py" + "pi-AgE" + m.of(alnum, 80),
		"RubyGems":            "ruby" + "gems_" + m.of(hex, 48),
		"crates.io":           "c" + "io" + m.of(alnum, 32),
		"Docker":              "dckr" + "_pat_" + m.of(alnum, 27),
		"JFrog":               "AK" + "Cp" + m.of(alnum, 69),
		"SonarQube":           "sq" + "p_" + m.of(hex, 40),
	}
}

// ofPeople are tokens of where people are told.
func ofPeople(m maker) map[string]string {
	return map[string]string{
		"Slack bot":             "xo" + "xb-" + m.of("0123456789", 12) + "-" + m.of("0123456789", 12) + "-" + m.of(alnum, 24),
		"Slack app":             "xa" + "pp-1-A" + m.of(upper, 10) + "-" + m.of("0123456789", 13) + "-" + m.of(hex, 64),
		"Slack webhook":         "https://hooks" + ".slack.com/services/T" + m.of(upper, 8) + "/B" + m.of(upper, 8) + "/" + m.of(alnum, 24),
		"Slack webhook's path":  "T" + m.of(upper, 8) + "/B" + m.of(upper, 8) + "/" + m.of(alnum, 24),
		"Teams webhook":         "https://example" + ".webhook.office.com/webhookb2/" + m.of(hex, 36) + "@" + m.of(hex, 36) + "/IncomingWebhook/" + m.of(hex, 32),
		"Discord webhook":       "https://discord" + ".com/api/webhooks/" + m.of("123456789", 18) + "/" + m.of(alnum, 68),
		"Telegram":              m.of("123456789", 10) + ":A" + "A" + m.of(alnum, 33),
		"PagerDuty token":       "u" + "+" + m.of(alnum, 18),
		"PagerDuty routing key": "routingKey: " + m.of(hex, 32),
		"Twilio":                "S" + "K" + m.of(hex, 32),
		"SendGrid":              "S" + "G." + m.of(alnum, 22) + "." + m.of(alnum, 43),
		"Mailgun":               "ke" + "y-" + m.of(hex, 32),
		"Mailchimp":             m.of(hex, 32) + "-u" + "s12",
	}
}

// ofClouds are tokens of other clouds and tools.
func ofClouds(m maker) map[string]string {
	return map[string]string{
		"Google API key":          "AI" + "za" + m.of(alnum, 35),
		"Google client secret":    "GOC" + "SPX-" + m.of(alnum, 28),
		"Google access token":     "ya" + "29." + m.of(alnum, 60),
		"Azure storage":           "DefaultEndpointsProtocol=https;Account" + "Key=" + m.of(alnum, 86) + "==",
		"Azure client secret":     m.of(alnum, 3) + "8" + "Q~" + m.of(alnum, 34),
		"DigitalOcean":            "do" + "p_v1_" + m.of(hex, 64),
		"Heroku":                  "HR" + "KU-" + m.of(alnum, 60),
		"Netlify":                 "nf" + "p_" + m.of(alnum, 36),
		"Cloudflare origin CA":    "v1" + ".0-" + m.of(hex, 24) + "-" + m.of(hex, 146),
		"Vault":                   "hv" + "s." + m.of(alnum, 90),
		"Terraform Cloud":         m.of(alnum, 14) + ".atlas" + "v1." + m.of(alnum, 67),
		"Doppler":                 "d" + "p.pt." + m.of(alnum, 43),
		"PlanetScale":             "pscale" + "_tkn_" + m.of(alnum, 43),
		"Databricks":              "da" + "pi" + m.of(hex, 32),
		"Databricks, second":      "da" + "pi" + m.of(hex, 32) + "-2",
		"dbt":                     "dbt" + "c_" + m.of(alnum, 40),
		"age":                     "AGE-SECRET" + "-KEY-1" + m.of("QPZRY9X8GF2TVDW0S3JN54KHCE6MUA7L", 58),
		"Grafana service account": "gl" + "sa_" + m.of(alnum, 32) + "_" + m.of(hex, 8),
		"Grafana Cloud":           "gl" + "c_" + m.of(alnum, 60),
		"Grafana API key":         "eyJr" + "Ijoi" + m.of(alnum, 60),
		"New Relic":               "NR" + "AK-" + m.of(upper, 27),
		"New Relic licence":       m.of(hex, 36) + "NR" + "AL",
		"Sentry":                  "sntry" + "u_" + m.of(hex, 64),
	}
}

// ofServices are tokens of other services, and keys of no issuer.
func ofServices(m maker) map[string]string {
	return map[string]string{
		"Stripe":            "sk" + "_live_" + m.of(alnum, 24),
		"Stripe restricted": "rk" + "_test_" + m.of(alnum, 24),
		"Stripe webhook":    "wh" + "sec_" + m.of(alnum, 32),
		"Shopify":           "shp" + "at_" + m.of(hex, 32),
		"Square":            "sq0" + "atp-" + m.of(alnum, 22),
		"Anthropic":         "sk" + "-ant-api03-" + m.of(alnum, 93),
		"OpenAI":            "sk" + "-proj-" + m.of(alnum, 20) + "T3Blbk" + "FJ" + m.of(alnum, 20),
		"Hugging Face":      "h" + "f_" + m.of(lower, 34),
		"Linear":            "lin" + "_api_" + m.of(alnum, 40),
		"Notion":            "nt" + "n_" + m.of("0123456789", 11) + m.of(alnum, 35),
		"Airtable":          "pa" + "t" + m.of(alnum, 14) + "." + m.of(hex, 64),
		"Postman":           "PM" + "AK-" + m.of(hex, 24) + "-" + m.of(hex, 34),
		"JSON Web Token":    "ey" + "J" + m.of(alnum, 33) + ".ey" + "J" + m.of(alnum, 60) + "." + m.of(alnum, 43),
		"RSA key":           "-----BEGIN RSA" + " PRIVATE KEY-----",
		"PKCS 8 key":        "-----BEGIN" + " PRIVATE KEY-----",
		"OpenSSH key":       "-----BEGIN OPENSSH" + " PRIVATE KEY-----",
		"PGP key":           "-----BEGIN PGP" + " PRIVATE KEY BLOCK-----",
		"PuTTY key":         "PuTTY-User" + "-Key-File-3: ssh-ed25519",
		"key in base64":     "tls.key: LS0tLS1CRUdJTi" + "BQUklWQVRFIEtFWS0tLS0t" + m.of(alnum, 80),
		"bcrypt":            "$2" + "a$10$" + m.of(alnum, 53),
		"sha512-crypt":      "$" + "6$" + m.of(alnum, 16) + "$" + m.of(alnum, 86),
	}
}

// inFields are secrets that only the name of their field, or their place, gives away.
func inFields(m maker) map[string]string {
	return map[string]string{
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
