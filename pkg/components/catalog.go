package components

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/example-org/platform-render/pkg/dashboards"
	"github.com/example-org/platform-render/pkg/metrics"
	"github.com/example-org/platform-render/pkg/platform"
	"github.com/example-org/platform-render/pkg/routes"
	"github.com/example-org/platform-render/pkg/scrape"
)

// Offered is a component with what it offers.
type Offered struct {
	Component Component
	Offer
}

// Catalog is every offer of an environment, brought together: the only place where components meet.
type Catalog struct {
	Env *platform.Environment
	// Offers are in the order of the list of components.
	Offers     []Offered
	Namespaces []Namespace
	Routes     routes.Table
}

// Collect asks each component for its offer. What the user got wrong between components is reported all at once, as
// platform.Problems; any other error is ours.
func Collect(env *platform.Environment, all []Component) (*Catalog, error) {
	cat := &Catalog{Env: env}
	for _, component := range all {
		cat.Offers = append(cat.Offers, Offered{Component: component, Offer: component.Offer()})
	}
	cat.storeRoles()
	var err error
	if cat.Namespaces, err = mergeNamespaces(cat.Offers); err != nil {
		return nil, err
	}
	if err := cat.unique(); err != nil {
		return nil, err
	}
	if err := cat.checkPeers(); err != nil {
		return nil, err
	}
	if problems := slices.Concat(cat.collectRoutes(), cat.checkJobs(), cat.checkRules(), cat.checkCalls(), cat.checkExits()); len(problems) > 0 {
		return nil, problems
	}
	return cat, nil
}

// unique makes sure that no two components share a name: an app would take a built-in component's folder.
func (c *Catalog) unique() error {
	seen := map[string]bool{}
	for _, offer := range c.Offers {
		name := offer.Component.Name()
		if seen[name] {
			return fmt.Errorf("two components are called %s", name)
		}
		seen[name] = true
	}
	return nil
}

func (c *Catalog) collectRoutes() platform.Problems {
	root, problems := c.root()
	wanted := gather(c, func(o Offer) []routes.Route { return o.Routes })
	problems = append(problems, c.mirrors(wanted)...)
	c.Routes = routes.NewTable(root, wanted)
	c.Routes.Redirects = routes.Redirects(c.Env)
	c.Routes.ResponseHeaders = c.Env.Ingress.SecurityHeaders
	return append(problems, c.Routes.Check(c.Env)...)
}

func (c *Catalog) root() (routes.Root, platform.Problems) {
	ingress := c.Env.Ingress
	root := routes.Root{Host: ingress.Host}
	if ingress.Root == nil {
		return root, nil
	}
	root.Redirect = ingress.Root.Redirect
	if ingress.Root.Backend == "" {
		return root, nil
	}
	var problems platform.Problems
	root.Backend, problems = c.service("ingress.root.backend", ingress.Root.Backend)
	for _, route := range c.offer(ingress.Root.Backend).Routes {
		if route.Login {
			problems = append(problems, c.Env.Problemf("ingress.root.backend", "%q asks for a login under its own path (%s), and / would come without: redirect / there instead",
				ingress.Root.Backend, c.Env.Pos(route.Origin)))
			break
		}
	}
	return root, problems
}

// mirrors finds where the copies of requests go.
func (c *Catalog) mirrors(wanted []routes.Route) platform.Problems {
	var problems platform.Problems
	for i, route := range wanted {
		if route.Traffic == nil || route.Traffic.Mirror == nil || route.Traffic.Mirror.To == "" {
			continue
		}
		path, name := route.Origin+".traffic.mirror.to", route.Traffic.Mirror.To
		if name == route.Name {
			problems = append(problems, c.Env.Problemf(path, "%q serves the route itself: name another, or let a canary of it have the copies (canary.mirrorPercent)", name))
			continue
		}
		to, wrong := c.service(path, name)
		wanted[i].Mirror = to
		problems = append(problems, wrong...)
	}
	return problems
}

// service finds a component's Service, for the key at a path that names the component.
func (c *Catalog) service(path, name string) (*routes.Backend, platform.Problems) {
	var names []string
	for _, offer := range c.Offers {
		if offer.Service == nil {
			continue
		}
		if offer.Component.Name() == name {
			return offer.Service, nil
		}
		names = append(names, offer.Component.Name())
	}
	slices.Sort(names)
	return nil, platform.Problems{c.Env.Problemf(path, "%q has no Service; these have one: %s", name, strings.Join(names, ", "))}
}

// gather brings together one part of all offers.
func gather[T any](c *Catalog, part func(Offer) []T) []T {
	var all []T
	for _, offer := range c.Offers {
		all = append(all, part(offer.Offer)...)
	}
	return all
}

// Scrapes are all metrics of the platform, sorted by job.
func (c *Catalog) Scrapes() []scrape.Target {
	all := gather(c, func(o Offer) []scrape.Target { return o.Scrapes })
	slices.SortStableFunc(all, func(a, b scrape.Target) int { return cmp.Compare(a.Job, b.Job) })
	return all
}

// Pages are what is known of what the jobs bring, by job.
func (c *Catalog) Pages() map[string]metrics.Page {
	known := map[string]metrics.Page{}
	for _, target := range c.Scrapes() {
		known[target.Job] = target.Page
	}
	return known
}

// checkJobs finds jobs of the same name, which Prometheus refuses. The one that platform.yaml asks for in the deeper key is the
// one to rename: scrape jobs and apps are named by the user, and components are not.
func (c *Catalog) checkJobs() platform.Problems {
	var problems platform.Problems
	all := c.Scrapes()
	for i := 1; i < len(all); i++ {
		if all[i].Job != all[i-1].Job {
			continue
		}
		taker, other := all[i-1], all[i]
		if strings.Count(taker.Origin, ".") > strings.Count(other.Origin, ".") {
			taker, other = other, taker
		}
		problems = append(problems, c.Env.Problemf(other.Origin, "the scrape job %q is taken by %s (%s): choose another name",
			other.Job, c.Env.Written(taker.Origin), c.Env.Pos(taker.Origin)))
	}
	return problems
}

// Rules are all groups of alerts, sorted by name.
func (c *Catalog) Rules() []scrape.RuleGroup {
	all := gather(c, func(o Offer) []scrape.RuleGroup { return o.Rules })
	slices.SortStableFunc(all, func(a, b scrape.RuleGroup) int { return cmp.Compare(a.Name, b.Name) })
	return all
}

// Dashboards are all dashboards, sorted by uid, without what shows the metrics of jobs that are not there.
func (c *Catalog) Dashboards() []dashboards.Dashboard {
	jobs := map[string]bool{}
	for _, target := range c.Scrapes() {
		jobs[target.Job] = true
	}
	var all []dashboards.Dashboard
	for _, offered := range gather(c, func(o Offer) []dashboards.Dashboard { return o.Dashboards }) {
		all = append(all, offered.Having(func(job string) bool { return jobs[job] }))
	}
	slices.SortStableFunc(all, func(a, b dashboards.Dashboard) int { return cmp.Compare(a.UID, b.UID) })
	return all
}

// API finds what some component serves under a name.
func (c *Catalog) API(name string) (API, bool) {
	for _, api := range gather(c, func(o Offer) []API { return o.APIs }) {
		if api.Name == name {
			return api, true
		}
	}
	return API{}, false
}

// offer finds a component's own offer.
func (c *Catalog) offer(name string) Offer {
	for _, offer := range c.Offers {
		if offer.Component.Name() == name {
			return offer.Offer
		}
	}
	return Offer{}
}
