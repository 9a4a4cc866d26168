// Package picture draws dashboards as SVG, for those who review them without a Grafana: what stands where, in which unit, with
// which legends and thresholds. The values are made up, and the same every time.
package picture

import (
	"fmt"
	"strings"

	"github.com/example-org/platform-render/pkg/dashboards"
)

// Measures in pixels.
const (
	cell   = 50 // the width of one of the grid's 24 columns
	unit   = 34 // the height of one of the grid's rows
	gap    = 8
	margin = 16
	width  = 24*cell + 2*margin
)

// SVG is the picture of a dashboard.
func SVG(d dashboards.Dashboard) []byte {
	c := &canvas{}
	top := c.header(d)
	bottom := top
	shift := 0
	for _, row := range d.Layout() {
		row.At.Y -= shift
		bottom = max(bottom, c.row(top, row))
		if row.Collapsed {
			continue
		}
		for _, panel := range row.Panels {
			panel.At.Y -= shift
			frame := place(top, panel.At)
			c.panel(d.UID, panel.Panel, frame)
			bottom = max(bottom, frame.y+frame.h)
		}
	}
	return c.finish(d.Title, bottom+margin)
}

// box is a rectangle in pixels.
type box struct{ x, y, w, h int }

// inset is the box without an edge on each side.
func (b box) inset(left, top, right, bottom int) box {
	return box{b.x + left, b.y + top, max(b.w-left-right, 1), max(b.h-top-bottom, 1)}
}

func place(top int, at dashboards.Place) box {
	return box{margin + at.X*cell, top + at.Y*unit, at.W*cell - gap, at.H*unit - gap}
}

// header is the title, the description and the choices. It returns where the grid begins.
func (c *canvas) header(d dashboards.Dashboard) int {
	c.text(margin, 34, 22, bright, "start", d.Title)
	c.text(width-margin, 34, 12, muted, "end", since(d.Since)+"   ·   folder "+d.Folder+"   ·   "+d.UID)
	y := 56
	for _, line := range wrap(d.Description, 190) {
		c.text(margin, y, 12, muted, "start", line)
		y += 17
	}
	x := margin
	for _, variable := range d.Variables {
		x += c.chip(x, y-4, variable.Label, choice(variable))
	}
	for _, mark := range d.Annotations {
		x += c.chip(x, y-4, "mark", mark.Name)
	}
	if x > margin {
		y += 32
	}
	return y
}

func choice(v dashboards.Variable) string {
	switch from := v.From.(type) {
	case dashboards.Choices:
		return from[0]
	case dashboards.Intervals:
		return from[0]
	}
	if v.Multi {
		return "All"
	}
	return names(v.Name, 1)[0]
}

func since(text string) string {
	if text == "" {
		text = "now-6h"
	}
	return "Last " + strings.TrimPrefix(text, "now-")
}

// chip is a choice; it returns its width.
func (c *canvas) chip(x, y int, label, value string) int {
	left, right := textWidth(label, 13)+16, textWidth(value, 13)+16
	c.rect(box{x, y, left, 24}, panelFill, edge)
	c.text(x+8, y+16, 12, link, "start", label)
	c.rect(box{x + left, y, right, 24}, ground, edge)
	c.text(x+left+8, y+16, 12, bright, "start", value)
	return left + right + 12
}

// row is a heading; it returns where it ends.
func (c *canvas) row(top int, row dashboards.PlacedRow) int {
	b := place(top, row.At)
	title, sign := row.Title, "⌄"
	if row.Collapsed {
		sign = "›"
		title += fmt.Sprintf("  (%d panels, closed)", len(row.Panels))
	}
	if row.Repeat != "" {
		title += "  (for each $" + row.Repeat + ")"
	}
	c.text(b.x+2, b.y+18, 15, bright, "start", sign+"  "+title)
	return b.y + b.h
}
