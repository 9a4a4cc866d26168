package main

import (
	"encoding/json"
	"fmt"
	"strconv"
	"text/tabwriter"

	"github.com/example-org/platform-render/pkg/scrape"
)

// scrapes prints what Prometheus will find in each environment: a target a line, or as JSON by environment.
func scrapes(c call) int {
	if c.format != "" && c.format != "text" && c.format != "json" {
		return c.misuse(fmt.Sprintf("--format %s: there are text and json", c.format))
	}
	plans, names, err := c.plans()
	if err != nil {
		return c.fail(err, exitUsage)
	}
	if c.format == "json" {
		encoder := json.NewEncoder(c.stdout)
		encoder.SetIndent("", "  ")
		err = encoder.Encode(plans)
	} else {
		err = c.printPlans(plans, names)
	}
	if err != nil {
		return c.fail(err, exitUsage)
	}
	return exitOK
}

// plans are the scrape plans of the environments that are asked for, and their names in order.
func (c call) plans() (plans map[string][]scrape.Planned, names []string, err error) {
	rendered, err := c.environmentsOf()
	if err != nil {
		return nil, nil, err
	}
	plans = map[string][]scrape.Planned{}
	for _, environment := range rendered {
		name := environment.Catalog.Env.Name
		if plans[name], err = environment.Scrapes(); err != nil {
			return nil, nil, err
		}
		names = append(names, name)
	}
	return plans, names, nil
}

func (c call) printPlans(plans map[string][]scrape.Planned, names []string) error {
	table := tabwriter.NewWriter(c.stdout, 0, 0, 2, ' ', 0)
	fmt.Fprintln(table, "ENVIRONMENT\tJOB\tTARGET\tPODS\tPATH\tBY\tEVERY")
	for _, name := range names {
		for _, p := range plans[name] {
			pods := ""
			if p.Count > 0 {
				pods = strconv.Itoa(int(p.Count))
			}
			by := p.Reached
			if p.Refused != "" {
				by = "refused: " + p.Refused
			}
			fmt.Fprintf(table, "%s\t%s\t%s\t%s\t%s\t%s\t%s\n", name, p.Job, p.Address, pods, p.Path, by, p.Interval)
		}
	}
	return table.Flush()
}
