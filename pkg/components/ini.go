package components

import (
	"fmt"
	"regexp"
	"strings"
	"unicode"
)

// iniSection is one [section] of an ini file as gopkg.in/ini.v1 reads it, which is Grafana's library.
type iniSection struct {
	name     string
	settings []iniSetting
}

// iniSetting is one line. The value is a bool or a string.
type iniSetting struct {
	key   string
	value any
}

// iniText prints the sections. It refuses a value that no spelling keeps from being read as something else.
func iniText(sections []iniSection) (string, error) {
	var out strings.Builder
	for i, section := range sections {
		if i > 0 {
			out.WriteString("\n")
		}
		fmt.Fprintf(&out, "[%s]\n", section.name)
		for _, setting := range section.settings {
			value, err := iniValue(fmt.Sprint(setting.value))
			if err != nil {
				return "", fmt.Errorf("[%s] %s: %w", section.name, setting.key, err)
			}
			fmt.Fprintf(&out, "%s = %s\n", setting.key, value)
		}
	}
	return out.String(), nil
}

var (
	// iniPlain means itself: no comment, quote, continuation or outer space.
	iniPlain = regexp.MustCompile(`^[A-Za-z0-9][A-Za-z0-9_./:@-]*$`)
	// iniExpanded is replaced even inside of quotes, by the library (%(key)s) or by Grafana (pkg/setting/expanders.go).
	iniExpanded = regexp.MustCompile(`%\(|\$(__\w+)?\{`)
)

// iniValue is a value on one line. Between back quotes the library takes every character as it is, up to the line's last one.
func iniValue(value string) (string, error) {
	switch {
	case strings.ContainsFunc(value, unicode.IsControl):
		return "", fmt.Errorf("%q has a line break or another control character", value)
	case iniExpanded.MatchString(value):
		return "", fmt.Errorf("%q would be expanded", value)
	case iniPlain.MatchString(value):
		return value, nil
	}
	return "`" + value + "`", nil
}
