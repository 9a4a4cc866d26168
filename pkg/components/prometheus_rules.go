package components

import (
	"net/url"
	"strings"

	"github.com/example-org/platform-render/pkg/platform"
	"github.com/example-org/platform-render/pkg/promql"
	"github.com/example-org/platform-render/pkg/scrape"
)

const rulesOrigin = "monitoring.rules"

// ownRules are the user's groups.
func ownRules(env *platform.Environment) []scrape.RuleGroup {
	var all []scrape.RuleGroup
	for _, name := range sortedKeys(env.Monitoring.Rules) {
		rules, origin := env.Monitoring.Rules[name], platform.Join(rulesOrigin, name)
		group := scrape.RuleGroup{Name: name, Origin: origin}
		if rules.Interval != env.Monitoring.Prometheus.Interval {
			group.Interval = rules.Interval
		}
		for _, record := range inOrder(rules.Records) {
			rule := scrape.Record(record, rules.Records[record].Expr)
			rule.Labels, rule.Origin = rules.Records[record].Labels, platform.Join(origin+".records", record)
			group.Rules = append(group.Rules, rule)
		}
		for _, alert := range sortedKeys(rules.Alerts) {
			group.Rules = append(group.Rules, ownAlert(alert, rules.Alerts[alert], platform.Join(origin+".alerts", alert)))
		}
		all = append(all, group)
	}
	return all
}

func ownAlert(name string, a platform.AlertRule, origin string) scrape.Rule {
	rule := scrape.Alert(name, a.Severity, a.Expr, a.For, a.Summary, a.Description)
	rule.KeepFiringFor, rule.Dashboard, rule.Origin = a.KeepFiringFor, a.Dashboard, origin
	rule.Labels = merge(a.Labels, rule.Labels)
	if a.Team != "" {
		rule = rule.Of(a.Team)
	}
	return rule.With(a.Runbook)
}

// inOrder are the names of recordings, each after those that it asks for: Prometheus works them out one after the other. What
// asks for itself in a circle comes in the order of names.
func inOrder(records map[string]platform.RecordRule) []string {
	var all []string
	done := map[string]bool{}
	var add func(name string)
	add = func(name string) {
		if _, ok := records[name]; !ok || done[name] {
			return
		}
		done[name] = true
		selectors, _ := promql.Parse(records[name].Expr) // the loader has checked it
		for _, selector := range selectors {
			add(selector.Metric)
		}
		all = append(all, name)
	}
	for _, name := range sortedKeys(records) {
		add(name)
	}
	return all
}

// pages are where the links of alerts lead: to the runbooks in the platform's repository, and to Grafana if people can see it.
func pages(cat *Catalog) scrape.Pages {
	links := scrape.Pages{Runbook: func(alert string) string { return runbook(cat.Env.Git, alert) }}
	if grafana, ok := cat.API(GrafanaAPI); ok && grafana.Public != "" {
		links.Dashboard = func(uid string) string { return grafana.Public + "/d/" + uid }
	}
	return links
}

// runbook is a page of the repository as a browser sees it, by the custom of GitHub or of GitLab.
func runbook(git platform.Git, alert string) string {
	blob := "/blob/"
	if strings.Contains(git.RepoURL, "gitlab") {
		blob = "/-/blob/"
	}
	return browsed(git.RepoURL) + blob + git.Revision + "/docs/runbooks/" + alert + ".md"
}

// browsed is a repository's URL for a browser; git@host:path is one too.
func browsed(repo string) string {
	repo = strings.TrimSuffix(repo, ".git")
	if u, err := url.Parse(repo); err == nil && u.Host != "" {
		return "https://" + u.Hostname() + u.Path
	}
	_, rest, _ := strings.Cut(repo, "@")
	host, path, _ := strings.Cut(rest, ":")
	return "https://" + host + "/" + strings.TrimPrefix(path, "/")
}

// checkRules finds the user's groups that have the name of a component's, and links to dashboards that there are not.
func (c *Catalog) checkRules() platform.Problems {
	taken, shown := map[string]bool{}, map[string]bool{}
	for _, group := range c.Rules() {
		taken[group.Name] = taken[group.Name] || group.Origin == ""
	}
	for _, dashboard := range c.Dashboards() {
		shown[dashboard.UID] = true
	}
	var problems platform.Problems
	for _, group := range c.Rules() {
		if group.Origin != "" && taken[group.Name] {
			problems = append(problems, c.Env.Problemf(group.Origin, "a component has a group of rules of this name: choose another"))
		}
		for _, rule := range group.Rules {
			if rule.Origin != "" && rule.Dashboard != "" && !shown[rule.Dashboard] {
				problems = append(problems, c.Env.Problemf(rule.Origin+".dashboard", "%q is not the uid of a dashboard; there is %s",
					rule.Dashboard, strings.Join(sortedKeys(shown), ", ")))
			}
		}
	}
	return problems
}
