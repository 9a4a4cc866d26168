package main

import (
	"errors"
	"fmt"
	"io"
	"runtime/debug"
	"slices"
	"strings"

	"github.com/spf13/pflag"
)

// Exit codes.
const (
	exitOK       = 0 // done, and nothing found
	exitFindings = 1 // the tree is not as it should be
	exitUsage    = 2 // the input or the call is wrong
)

// call is one call of the command.
type call struct {
	platform, out string
	environments  []string
	format        string
	routes        routesFlags
	// words are those after the verb.
	words          []string
	stdout, stderr io.Writer
}

// verb is something that the command can do.
type verb struct {
	name, summary string
	// flags are the names of the flags that the verb takes besides --help and --version.
	flags []string
	do    func(call) int
}

var verbs = []verb{
	{"render", "write what platform.yaml describes to out/: only what differs; the default", []string{"platform", "out", "env"}, write},
	{"check", "write nothing; fail unless out/ is what platform.yaml renders, and no check finds an error in it", []string{"platform", "out", "env", "format"}, check},
	{
		"routes", "print the public URLs of what is rendered; for a URL, each step from the load balancer to the pod",
		[]string{"out", "env", "format", "tree", "method", "header", "claim", "logged-in", "plain", "through"}, routes,
	},
	{"scrapes", "print the targets that Prometheus will find, and how it reaches them", []string{"platform", "env", "format"}, scrapes},
	{
		"explain", "say where something comes from, and what comes of it: a key, an object, file:line, a scrape job, an alert, a dashboard",
		[]string{"platform", "out", "env", "format"}, explainWhat,
	},
	{"schema", "print the JSON Schema of platform.yaml, or its reference page", []string{"format"}, schema},
}

// takes names the words that may follow a verb; one that is not here takes none.
var takes = map[string]string{"routes": "[URL...]", "explain": "WHAT"}

// run is the command: it returns the exit code. Results go to stdout, everything else to stderr.
func run(args []string, stdout, stderr io.Writer) int {
	c := call{stdout: stdout, stderr: stderr}
	flags := c.flags()
	version := flags.Bool("version", false, "print the version")
	err := flags.Parse(args)
	switch {
	case errors.Is(err, pflag.ErrHelp):
		fmt.Fprint(stdout, usage(flags))
		return exitOK
	case err != nil:
		return c.misuse(err.Error())
	case *version:
		fmt.Fprintln(stdout, "render", versionText())
		return exitOK
	}
	return c.dispatch(flags)
}

func (c *call) flags() *pflag.FlagSet {
	flags := pflag.NewFlagSet("render", pflag.ContinueOnError)
	flags.SetOutput(io.Discard)
	flags.Usage = func() {}
	flags.StringVar(&c.platform, "platform", "platform.yaml", "the input")
	flags.StringVar(&c.out, "out", "out", "the folder of the rendered tree")
	flags.StringSliceVar(&c.environments, "env", nil, "only these environments")
	flags.StringVar(&c.format, "format", "", "check, routes, scrapes, explain: text or json; schema: json or markdown; the first is the default")
	c.routes.add(flags)
	return flags
}

func (c call) dispatch(flags *pflag.FlagSet) int {
	name := "render"
	if words := flags.Args(); len(words) > 0 {
		name, c.words = words[0], words[1:]
	}
	for _, v := range verbs {
		switch {
		case v.name == name && takes[name] == "" && len(c.words) > 0:
			return c.misuse(fmt.Sprintf("%q is one word too many", c.words[0]))
		case v.name == name:
			return c.do(v, flags)
		}
	}
	return c.misuse(fmt.Sprintf("there is no verb %q: there are %s", name, verbNames()))
}

// do refuses a flag that the verb would ignore, and one without a value: an unset variable of a script.
func (c call) do(v verb, flags *pflag.FlagSet) int {
	var wrong string
	flags.Visit(func(f *pflag.Flag) {
		switch value := f.Value.String(); {
		case !slices.Contains(v.flags, f.Name):
			wrong = fmt.Sprintf("%s takes no --%s", v.name, f.Name)
		case value == "" || value == "[]":
			wrong = fmt.Sprintf("--%s has no value", f.Name)
		}
	})
	if wrong != "" {
		return c.misuse(wrong)
	}
	return v.do(c)
}

func (c call) misuse(message string) int {
	fmt.Fprintf(c.stderr, "render: %s\nSee render --help.\n", message)
	return exitUsage
}

func verbNames() string {
	var names []string
	for _, v := range verbs {
		names = append(names, v.name)
	}
	return strings.Join(names, ", ")
}

func usage(flags *pflag.FlagSet) string {
	var text strings.Builder
	text.WriteString("render turns platform.yaml into the tree that Argo CD syncs.\n\nUsage: render [verb] [flags]\n\nVerbs:\n")
	for _, v := range verbs {
		fmt.Fprintf(&text, "  %-16s %s\n", strings.TrimSpace(v.name+" "+takes[v.name]), v.summary)
	}
	text.WriteString("\nFlags:\n" + flags.FlagUsages())
	text.WriteString("\nExit codes: 0 done; 1 out/ is not as it should be; 2 the input or the call is wrong.\n")
	return text.String()
}

// versionText is the module's version, or the commit that it was built from.
func versionText() string {
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return "(unknown)"
	}
	return info.Main.Version
}
