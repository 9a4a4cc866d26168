package dashboards

import (
	"fmt"
	"strings"
	"testing"
)

// A secret in a dashboard is refused with its place, whatever else is wrong with the file, and is not printed.
func TestParseFindsSecrets(t *testing.T) {
	token, random, chosen := "gl"+"sa_"+strings.Repeat("aB3dE6gH", 4)+"_0f1e2d3c", "k7Qz2mW9xB"+"4tR8vL1nC6"+"pJ3sD5fG0h", "hunter"+"22"
	for _, c := range []struct{ name, data, want string }{
		{"a token", good(`{"url": "https://example.com", "t": "` + token + `"}`), "4:51"},
		{"no JSON", "{\n" + token, "2:1"},
		{"a named field", good(`{"apiKey":` + "\n" + `"` + random + `"}`), "5:1"},
		{"a header", good(`{"headers": [{"value": "` + random + `", "key": "X-Api-Key"}]}`), "4:37"},
		{"a password", good(`{"user": "a", "password": "` + chosen + `"}`), "4:40"},
		{"JSON in a text", good(`{"query": "{\"clientSecret\": \"` + random + `\"}"}`), "4:46"},
		{"lines in a text", good(`{"content": "# Access\napiKey: ` + random + `"}`), "4:45"},
		{"two on a line", good(`{"password": "` + chosen + `", "apiKey": "` + random + `"}`), "4:50"},
		{"in what is refused", `{"dashboard": {"password": "` + chosen + `"}}`, "1:28"},
	} {
		_, mistakes := Parse("orders", []byte(c.data), []Source{PrometheusSource})
		if len(mistakes) != 1 {
			t.Errorf("%s: %d mistakes", c.name, len(mistakes))
			continue
		}
		got := mistakes[0]
		if at := fmt.Sprintf("%d:%d", got.Line, got.Column); at != c.want || !strings.HasPrefix(got.Message, "what looks like") {
			t.Errorf("%s: found at %s, and stands at %s", c.name, at, c.want)
		}
		for _, secret := range []string{token, random, chosen} {
			if strings.Contains(got.Message, secret[:6]) {
				t.Errorf("%s is printed back", c.name)
			}
		}
	}
}

// What dashboards are full of, and looks random or is called a key, is no secret.
func TestParseLeavesInnocentTexts(t *testing.T) {
	for _, text := range []string{
		`"uid": "P1809F7CD0C75ACF3"`, `"key": "Q-0f1e2d3c-4b5a-6978-8796-a5b4c3d2e1f0-0"`, `"pluginVersion": "13.2.1-abc1234d"`,
		`"image": "data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="`,
		`"expr": "sum(rate(http_requests_total{token=\"refresh\", key!~\"a1b2.*\"}[5m]))"`, `"name": "password", "value": "$password"`,
		`"filters": [{"key": "pod", "value": "web-7d4b9c6f5d-x2k8p"}]`, `"id": "custom.width", "value": "password1"`,
	} {
		root, _, err := parseTree([]byte("{" + text + "}"))
		if err != nil {
			t.Fatalf("%s: %v", text, err)
		}
		if found := secrets([]byte("{"+text+"}"), root); len(found) > 0 {
			t.Errorf("%s: %s", text, found[0].Message)
		}
	}
}
