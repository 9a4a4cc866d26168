package main

import (
	"fmt"
	"slices"
	"strings"

	"github.com/example-org/platform-render/pkg/explain"
)

// explanations are answers for people: what is the same in several environments is said once.
func explanations(all []explained) string {
	var text strings.Builder
	for _, one := range all {
		fmt.Fprintf(&text, "%s:\n", strings.Join(one.Environments, ", "))
		if one.Key != nil {
			fmt.Fprintf(&text, "  %s\n", keyed(*one.Key))
		}
		if one.MadeBy != nil {
			fmt.Fprintf(&text, "    makes nothing by itself; it is a part of %s, which makes:\n", keyed(*one.MadeBy))
		}
		for _, object := range one.Objects {
			text.WriteString(objectText(object, one.Key != nil))
		}
		for _, job := range one.Jobs {
			text.WriteString(jobText(job, one.Key != nil && job.Origin != *one.Key))
		}
		for _, ask := range one.Asks {
			text.WriteString(askText(ask))
		}
	}
	return text.String()
}

func keyed(o explain.Origin) string { return fmt.Sprintf("%s (%s)", o.Key, o.At) }

// objectText is one line for an object that a key makes, and more for one that was asked for.
func objectText(o explain.Object, brief bool) string {
	if brief {
		return fmt.Sprintf("    %s: %s\n", o.Name, o.File)
	}
	text := fmt.Sprintf("  %s: %s\n    asked for by %s\n", o.Name, o.File, keyed(o.Origin))
	if o.Application != "" {
		text += "    synced by the Application " + o.Application + "\n"
	}
	for _, patch := range o.Patches {
		text += "    changed by " + keyed(patch) + "\n"
	}
	return text
}

// jobText is one line for a job that a key makes among others, and more for one that was asked for.
func jobText(j explain.Job, brief bool) string {
	if brief {
		return fmt.Sprintf("    scrape job %s\n", j.Name)
	}
	var text strings.Builder
	fmt.Fprintf(&text, "  scrape job %s, asked for by %s\n", j.Name, keyed(j.Origin))
	if j.Page != "" {
		fmt.Fprintf(&text, "    brings %s\n", j.Page)
	} else {
		text.WriteString("    brings metrics that are not known\n")
	}
	for _, target := range j.Targets {
		fmt.Fprintf(&text, "    from %s%s, by %s, every %s\n", target.Address, target.Path, target.Reached, target.Interval)
	}
	if len(j.Targets) == 0 {
		text.WriteString("    from what is found when it runs\n")
	}
	for _, part := range []struct {
		title string
		dark  bool
	}{{"without it nothing is left of", true}, {"it feeds too, beside others", false}} {
		lines := fed(slices.DeleteFunc(slices.Clone(j.Feeds), func(f explain.Feed) bool { return f.Dark != part.dark }))
		if len(lines) > 0 {
			fmt.Fprintf(&text, "    %s:\n      %s\n", part.title, strings.Join(lines, "\n      "))
		}
	}
	return text.String()
}

// fed are a line a rule, and one for all parts of a dashboard.
func fed(feeds []explain.Feed) []string {
	var lines []string
	last := ""
	for _, feed := range feeds {
		switch {
		case feed.Dashboard == "":
			lines = append(lines, ruled(feed.Who))
		case feed.Dashboard == last:
			if part := ", " + feed.Panel; !strings.HasSuffix(lines[len(lines)-1], part) {
				lines[len(lines)-1] += part
			}
		default:
			lines = append(lines, "dashboard "+feed.Dashboard+": "+feed.Panel)
		}
		last = feed.Dashboard
	}
	return lines
}

func ruled(w explain.Who) string {
	if w.Alert != "" {
		return "alert " + w.Alert
	}
	return "recording " + w.Recording
}

func askText(a explain.Ask) string {
	text := "  " + ruled(a.Who) + " asks for\n"
	if a.Dashboard != "" {
		text = fmt.Sprintf("  dashboard %s, %s, asks for\n", a.Dashboard, a.Panel)
	}
	if a.Fault != "" {
		text += "    what is no PromQL: " + a.Fault + "\n"
	}
	for _, metric := range a.Asks {
		from := "of pages that are not known"
		switch {
		case metric.Problem != "":
			from = "which nobody brings: " + metric.Problem
		case metric.Made && len(metric.Jobs) == 0:
			from = "made by Prometheus itself"
		case metric.Made:
			from = "recorded of what these jobs bring: " + strings.Join(metric.Jobs, ", ")
		case len(metric.Jobs) > 0:
			from = "of the jobs " + strings.Join(metric.Jobs, ", ")
		}
		text += fmt.Sprintf("    %s, %s\n", metric.Name, from)
	}
	return text
}
