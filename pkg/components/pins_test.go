package components

import (
	"encoding/json"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// Renovate finds every pin: its pattern, which JavaScript reads as Go does, takes the version of each pin and where it is listed.
func TestRenovateFindsEveryPin(t *testing.T) {
	pattern := renovatePattern(t)
	var urls []string
	for _, file := range []string{"pins.go", "images.go"} {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		found := pattern.FindAllStringSubmatch(string(text), -1)
		if want := strings.Count(string(text), "// renovate:"); len(found) != want || want == 0 {
			t.Errorf("%s: Renovate finds %d of %d pins", file, len(found), want)
		}
		for _, pin := range found {
			version := pin[pattern.SubexpIndex("currentValue")]
			if !regexp.MustCompile(`^v?\d+\.\d+\.\d+$`).MatchString(version) {
				t.Errorf("%s: %q is no version", file, version)
			}
			urls = append(urls, pin[pattern.SubexpIndex("registryUrl")])
		}
	}
	for _, url := range chartRepositories(t) {
		if !slices.Contains(urls, url) {
			t.Errorf("no pin says that its versions are listed at %s", url)
		}
	}
}

func renovatePattern(t *testing.T) *regexp.Regexp {
	t.Helper()
	text, err := os.ReadFile("../../.github/renovate.json")
	if err != nil {
		t.Fatal(err)
	}
	var config struct {
		CustomManagers []struct {
			MatchStrings []string `json:"matchStrings"`
		} `json:"customManagers"`
	}
	if err := json.Unmarshal(text, &config); err != nil {
		t.Fatal(err)
	}
	return regexp.MustCompile(config.CustomManagers[0].MatchStrings[0])
}

// chartRepositories are where the charts of this repository's own platform come from.
func chartRepositories(t *testing.T) []string {
	t.Helper()
	text, err := os.ReadFile("../../platform.yaml")
	if err != nil {
		t.Fatal(err)
	}
	var urls []string
	for _, app := range mustRenderWith(t, string(text), makers...).Applications {
		if app.Chart != nil {
			urls = append(urls, app.Chart.Pin.RepoURL)
		}
	}
	return urls
}
