// Package explain says where things of a rendered environment come from, and what comes of them: of a key of platform.yaml, of an
// object, of a scrape job, of an alert, of a dashboard.
package explain

import (
	"slices"
	"strings"

	"github.com/example-org/platform-render/pkg/components"
	"github.com/example-org/platform-render/pkg/kube"
	"github.com/example-org/platform-render/pkg/layout"
	"github.com/example-org/platform-render/pkg/platform"
	"github.com/example-org/platform-render/pkg/provenance"
)

// Origin is a key of platform.yaml, and where it is written.
type Origin struct {
	Key string `json:"key"`
	// At is file:line:column.
	At string `json:"at"`
}

// Answer is what is known of something in one environment.
type Answer struct {
	// Key is set if a key of platform.yaml was asked for. MadeBy is the key above it that makes the objects, if it makes none itself.
	Key    *Origin `json:"key,omitempty"`
	MadeBy *Origin `json:"madeBy,omitempty"`
	// Objects are the object that was asked for, or those that come of the key.
	Objects []Object `json:"objects,omitempty"`
	// Jobs are the scrape job that was asked for, or those that come of the key.
	Jobs []Job `json:"jobs,omitempty"`
	// Asks are what an alert, a recording or a dashboard asks for.
	Asks []Ask `json:"asks,omitempty"`
}

// Empty says that nothing is known.
func (a Answer) Empty() bool {
	return a.Key == nil && len(a.Objects)+len(a.Jobs)+len(a.Asks) == 0
}

// Object is one manifest of the tree.
type Object struct {
	// Name is kind, namespace and name; File is below out/.
	Name        string `json:"name"`
	File        string `json:"file"`
	Application string `json:"application,omitempty"`
	// Origin is what asks for it, Patches what changes it afterwards.
	Origin  Origin   `json:"origin"`
	Patches []Origin `json:"patches,omitempty"`
}

// Explainer answers for one environment.
type Explainer struct {
	env     *platform.Environment
	catalog *components.Catalog
	placed  []layout.Placed
	objects []kube.Object
	sources *provenance.Sources
	asks    []provenance.Ask
}

// New looks at a rendered environment.
func New(r *components.Rendered) (*Explainer, error) {
	placed, err := layout.Objects(r)
	if err != nil {
		return nil, err
	}
	e := &Explainer{env: r.Catalog.Env, catalog: r.Catalog, placed: placed}
	for _, one := range placed {
		e.objects = append(e.objects, one.Object)
	}
	if sources, ok := provenance.New(e.objects, r.Catalog.Pages()); ok {
		e.sources, e.asks = sources, provenance.Asks(e.objects, provenance.Boards(e.objects))
	}
	return e, nil
}

// Find says what is known of something by its name: the path of a key, an object's kind, namespace and name, or the name of a
// scrape job, an alert, a recording or a dashboard's uid.
func (e *Explainer) Find(what string) Answer {
	answer := e.key(what)
	for _, one := range e.placed {
		if one.Object.Title() == what {
			answer.Objects = append(answer.Objects, e.object(one))
		}
	}
	if e.sources == nil {
		return answer
	}
	if slices.Contains(e.sources.Jobs(), what) && !slices.ContainsFunc(answer.Jobs, func(j Job) bool { return j.Name == what }) {
		answer.Jobs = append(answer.Jobs, e.job(what))
	}
	answer.Asks = e.asked(what)
	return answer
}

// File says what is known of a file, by its path below out/.
func (e *Explainer) File(path string) Answer {
	answer := Answer{}
	for _, one := range e.placed {
		if one.Path == path {
			answer.Objects = append(answer.Objects, e.object(one))
			answer.Asks = e.askedIn(one.Object)
		}
	}
	return answer
}

// Line says what is known of the key that stands at a line of platform.yaml.
func (e *Explainer) Line(line int) Answer { return e.key(e.env.KeyAt(line)) }

// key says what comes of a key: the objects that it asks for, or that the nearest key above it does. An override of another
// environment is nothing here.
func (e *Explainer) key(path string) Answer {
	path = strings.TrimPrefix(path, "environments."+e.env.Name+".")
	if !e.env.Has(path) || within(path, "environments") {
		return Answer{}
	}
	origin := e.origin(path)
	answer := Answer{Key: &origin}
	for above := path; above != ""; above = parent(above) {
		if answer.Objects, answer.Jobs = e.madeBy(above); len(answer.Objects)+len(answer.Jobs) == 0 {
			continue
		}
		if above != path {
			maker := e.origin(above)
			answer.MadeBy = &maker
		}
		return answer
	}
	return answer
}

// parent is the path of the key above.
func parent(path string) string { return path[:max(0, strings.LastIndexAny(path, ".["))] }

func (e *Explainer) madeBy(path string) (objects []Object, jobs []Job) {
	for _, one := range e.placed {
		if within(one.Object.Origin, path) {
			objects = append(objects, e.object(one))
		}
	}
	for _, target := range e.catalog.Scrapes() {
		if within(target.Origin, path) && e.sources != nil && slices.Contains(e.sources.Jobs(), target.Job) {
			jobs = append(jobs, e.job(target.Job))
		}
	}
	return objects, jobs
}

// within tells whether a path is another, or below it.
func within(path, other string) bool {
	rest, ok := strings.CutPrefix(path, other)
	return ok && (rest == "" || rest[0] == '.' || rest[0] == '[')
}

func (e *Explainer) object(one layout.Placed) Object {
	o := Object{Name: one.Object.Title(), File: one.Path, Application: one.Application, Origin: e.origin(one.Object.Origin)}
	for _, patch := range one.Object.Patches {
		o.Patches = append(o.Patches, e.origin(patch))
	}
	return o
}

func (e *Explainer) origin(path string) Origin {
	return Origin{Key: e.env.Written(path), At: e.env.Pos(path).String()}
}
