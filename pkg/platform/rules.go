package platform

import (
	"iter"
	"slices"
	"strings"
)

// checker holds one environment to what must be true between its keys.
type checker struct {
	*Environment
	problems Problems
}

// report says what is wrong with the value at a path.
func (c *checker) report(path, format string, args ...any) {
	c.problems = append(c.problems, c.Problemf(path, format, args...))
}

// reportKey says what is wrong with the key at a path.
func (c *checker) reportKey(path, format string, args ...any) {
	p := c.Problemf(path, format, args...)
	n, _ := c.root.find(path)
	p.Pos = n.keyAt
	c.problems = append(c.problems, p)
}

// rules returns what is wrong between the keys, but for values that have a problem of their own already.
func (e *Environment) rules(known Problems) Problems {
	c := &checker{Environment: e}
	c.platform()
	c.aws()
	c.ingress()
	c.mesh()
	c.egress()
	c.login()
	c.storage()
	c.monitoring()
	c.secrets()
	c.resources()
	c.apps()
	c.traffic()
	c.patches()
	return e.without(known, c.problems)
}

// platform keeps the platform's name, which its first Application and its project bear, from being another's.
func (c *checker) platform() {
	if ownName(c.Platform) || c.Platform == "default" {
		c.report("metadata.name", "%s is the name of a part of the platform, or of Argo CD's own project: name it after the team or the product", quote(c.Platform))
	}
}

// without drops the problems that lie at, above or below the path of a known one: they may only follow from it.
func (e *Environment) without(known, problems Problems) Problems {
	at, above := map[string]bool{}, map[string]bool{}
	for _, k := range known {
		path := e.bare(k.Path)
		at[path] = true
		for parent := range ancestors(path) {
			above[parent] = true
		}
	}
	return slices.DeleteFunc(problems, func(p Problem) bool {
		path := e.bare(p.Path)
		below := false
		for parent := range ancestors(path) {
			below = below || at[parent]
		}
		return at[path] || above[path] || below
	})
}

// ancestors are the paths above a path.
func ancestors(path string) iter.Seq[string] {
	return func(yield func(string) bool) {
		for i := len(path) - 1; i > 0; i-- {
			if (path[i] == '.' || path[i] == '[') && !yield(path[:i]) {
				return
			}
		}
	}
}

// bare is a written path without the environment that it may begin with.
func (e *Environment) bare(path string) string {
	return strings.TrimPrefix(path, "environments."+e.Name+".")
}

// resources refuses containers that ask for more than they may use.
func (c *checker) resources() {
	each(c.Environment, func(path string, r *Resources) {
		c.request(path, "cpu", r.Requests.CPU, r.Limits.CPU)
		c.request(path, "memory", r.Requests.Memory, r.Limits.Memory)
	})
}

func (c *checker) request(path, what, request, limit string) {
	asked, ok := parseAmount(request)
	held, limited := parseAmount(limit)
	if !ok || !limited || asked.Cmp(held) <= 0 {
		return
	}
	requestPath, limitPath := path+".requests."+what, path+".limits."+what
	if c.has(requestPath) {
		c.report(requestPath, "%s is more than the limit of %s (%s)", request, limit, c.origin(limitPath))
	} else {
		c.report(limitPath, "%s is less than the request of %s (%s)", limit, request, c.origin(requestPath))
	}
}

// origin is where a value was written, or that it is a default.
func (c *checker) origin(path string) string {
	if c.has(path) {
		return c.Pos(path).String()
	}
	return "the default"
}
