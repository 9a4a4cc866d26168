package picture

import (
	"fmt"
	"strings"

	"github.com/example-org/platform-render/pkg/dashboards"
)

// table is the columns with a few lines.
func (p pen) table(view dashboards.Table) {
	wide := p.in.w / len(view.Columns)
	for i, column := range view.Columns {
		p.within(p.in.x+i*wide, p.in.y+12, 12, wide-8, link, column.Title)
	}
	p.line(p.in.x, p.in.y+20, p.in.x+p.in.w, p.in.y+20, edge, "")
	for row := 0; row < lines(view) && p.in.y+40+row*24 <= p.in.y+p.in.h; row++ {
		y := p.in.y + 38 + row*24
		for i, column := range view.Columns {
			p.tableCell(column, box{p.in.x + i*wide, y, wide - 8, 24}, row)
		}
		p.line(p.in.x, y+8, p.in.x+p.in.w, y+8, faint, "")
	}
}

// lines are as many as the columns have different names.
func lines(view dashboards.Table) int {
	most := 1
	for _, column := range view.Columns {
		if !strings.HasPrefix(column.Field, "Value") {
			most = max(most, len(names(column.Field, 5)))
		}
	}
	return most
}

func (p pen) tableCell(column dashboards.Column, b box, row int) {
	if !strings.HasPrefix(column.Field, "Value") {
		known := names(column.Field, 5)
		colour := bright
		if column.Drill != nil {
			colour = link
		}
		p.within(b.x, b.y, 12, b.w, colour, known[row%len(known)])
		return
	}
	like := p.panel
	like.View, like.Thresholds = dashboards.Gauge{Max: column.Max}, column.Thresholds
	if column.Unit != "" {
		like.Unit = column.Unit
	}
	if column.Max == 0 {
		like.View = dashboards.Timeseries{}
	}
	value, colour := well(like, p.dice)
	if column.Bar {
		p.fill(box{b.x, b.y - 12, b.w * 2 / 3, 16}, faint, 1)
		p.fill(box{b.x, b.y - 12, int(float64(b.w) * 2 / 3 * min(value/column.Max, 1)), 16}, colour, 0.7)
		p.text(b.x+b.w, b.y, 12, bright, "end", format(value, like.Unit))
		return
	}
	p.text(b.x, b.y, 12, colour, "start", format(value, like.Unit))
}

// heatmap is cells that are darker where more events fell.
func (p pen) heatmap() {
	const across, up = 32, 9
	plot := p.in.inset(56, 4, 4, 18)
	for x := range across {
		middle := 2 + p.dice.below(3)
		for y := range up {
			away := max(y-middle, middle-y)
			heat := max(90-away*24-p.dice.below(25), 0)
			b := box{plot.x + plot.w*x/across, plot.y + plot.h*(up-1-y)/up, plot.w/across - 1, plot.h/up - 1}
			if heat > 0 {
				p.fill(b, "#fd8d3c", float64(heat)/100)
			}
		}
	}
	for i := range 4 {
		bound := most(p.panel) * []float64{0.01, 0.1, 1, 10}[i]
		p.text(plot.x-6, plot.y+plot.h-plot.h*i/4-4, 10, muted, "end", format(bound, p.panel.Unit))
	}
	for i := range 5 {
		p.text(plot.x+plot.w*i/5+plot.w/10, plot.y+plot.h+14, 10, muted, "middle", twoDigits(7+i)+":00")
	}
}

// states are bands of colour over time.
func (p pen) states() {
	all := series(p.panel)
	name := min(p.in.w/4, 200)
	height := min((p.in.h-18)/max(len(all), 1), 40)
	for i, text := range all {
		y := p.in.y + i*height
		p.within(p.in.x, y+height/2+4, 11, name-8, muted, text)
		track := box{p.in.x + name, y + 3, p.in.w - name, height - 6}
		p.fill(track, colours["green"], 0.55)
		p.within(track.x+8, y+height/2+4, 11, 100, ground, p.panel.Texts["1"])
		if i == 1 {
			p.fill(box{track.x + track.w/3, track.y, track.w / 12, track.h}, colours["red"], 0.9)
		}
	}
	for i := range 6 {
		x := p.in.x + name + (p.in.w-name)*i/6 + (p.in.w-name)/12
		p.text(x, p.in.y+p.in.h-2, 10, muted, "middle", fmt.Sprintf("%02d:00", 7+i))
	}
}
