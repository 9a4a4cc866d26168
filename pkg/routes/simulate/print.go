package simulate

import (
	"io"
	"slices"
	"strings"
	"text/tabwriter"
)

// PrintURLs writes the public URLs as a table. A column that says nothing of any of them is left out.
func PrintURLs(w io.Writer, urls []PublicURL) error {
	columns := []struct {
		title string
		value func(PublicURL) string
	}{
		{"HOST", func(u PublicURL) string { return u.Host }},
		{"PATH", func(u PublicURL) string { return u.Path }},
		{"WHEN", func(u PublicURL) string { return u.When }},
		{"TO", func(u PublicURL) string { return u.To }},
		{"STRIP", func(u PublicURL) string { return u.Strip }},
		{"TIMEOUT", func(u PublicURL) string { return u.Timeout }},
		{"WHO", func(u PublicURL) string { return u.Who }},
	}
	rows := make([][]string, len(urls)+1)
	for _, c := range columns {
		if !slices.ContainsFunc(urls, func(u PublicURL) bool { return c.value(u) != "" }) {
			continue
		}
		rows[0] = append(rows[0], c.title)
		for i, u := range urls {
			rows[i+1] = append(rows[i+1], c.value(u))
		}
	}
	return printTable(w, rows)
}

func printTable(w io.Writer, rows [][]string) error {
	var text strings.Builder
	table := tabwriter.NewWriter(&text, 0, 0, 2, ' ', 0)
	for _, row := range rows {
		if _, err := io.WriteString(table, strings.Join(row, "\t")+"\n"); err != nil {
			return err
		}
	}
	if err := table.Flush(); err != nil {
		return err
	}
	for line := range strings.Lines(text.String()) {
		if _, err := io.WriteString(w, strings.TrimRight(line, " \n")+"\n"); err != nil {
			return err
		}
	}
	return nil
}
