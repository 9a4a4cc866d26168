package platform

import (
	"strings"
	"time"
	_ "time/tzdata" // so that every machine knows the same time zones

	"github.com/example-org/platform-render/pkg/promql"
)

// checkTimeZone refuses Local, which is another zone on each machine.
func checkTimeZone(s string) string {
	if s == "" || s == "Local" {
		return "name one of the IANA database"
	}
	if _, err := time.LoadLocation(s); err != nil {
		return "the IANA database has none of that name"
	}
	return ""
}

// checkEmail says how to tell several people: one receiver may be told by one address.
func checkEmail(s string) string {
	if strings.ContainsAny(s, ",; ") {
		return "name one address: for several people that of a group"
	}
	return ""
}

func checkPromQL(s string) string {
	if _, err := promql.Parse(s); err != nil {
		return cut(strings.Join(strings.Fields(err.Error()), " "), 2*longest)
	}
	return ""
}
