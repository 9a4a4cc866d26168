package aws

import (
	_ "embed"
	"strings"
)

// actionsText is the list of such actions, with the pages of AWS that it was read from.
//
//go:embed actions.txt
var actionsText string

var wholeAccount = readActions(actionsText)

// readActions reads whole names of actions from lines that name a service and, below each, lines that begin with a space and name
// its actions.
func readActions(text string) map[string]bool {
	all := map[string]bool{}
	service := ""
	for line := range strings.Lines(text) {
		names := strings.Fields(line)
		switch {
		case len(names) == 0 || names[0] == "#":
		case !strings.HasPrefix(line, " "):
			service = names[0]
		default:
			for _, name := range names {
				all[service+":"+name] = true
			}
		}
	}
	return all
}

// TakesNoResource says whether AWS supports no resource for an action, so that a policy that allows it has to say *.
func TakesNoResource(action string) bool { return wholeAccount[action] }
