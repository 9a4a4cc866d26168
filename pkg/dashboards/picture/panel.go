package picture

import (
	"fmt"
	"strings"

	"github.com/example-org/platform-render/pkg/dashboards"
)

// panel draws one panel with its frame.
func (c *canvas) panel(uid string, p dashboards.Panel, b box) {
	c.rect(b, panelFill, edge)
	title := p.Title
	if p.Repeat != "" {
		title += "  (for each $" + p.Repeat + ")"
	}
	unitName := words[p.Unit]
	c.within(b.x+8, b.y+18, 13, b.w-24-textWidth(unitName, 10), bright, title)
	c.text(b.x+b.w-8, b.y+18, 10, muted, "end", unitName)
	pen := pen{canvas: c, panel: p, dice: newDice(uid, p.Title), in: b.inset(10, 28, 10, 8)}
	pen.draw()
}

// pen draws what is inside of a panel.
type pen struct {
	*canvas
	panel dashboards.Panel
	dice  *dice
	in    box
}

func (p pen) draw() {
	switch view := p.panel.Drawn().(type) {
	case dashboards.Timeseries:
		p.timeseries(view)
	case dashboards.Stat:
		p.stat(view)
	case dashboards.Gauge:
		p.gauge()
	case dashboards.BarGauge:
		p.bars()
	case dashboards.Table:
		p.table(view)
	case dashboards.Heatmap:
		p.heatmap()
	case dashboards.States:
		p.states()
	case dashboards.Pie:
		p.pie()
	case dashboards.Words:
		p.words(view)
	case dashboards.LogLines:
		p.logs()
	case dashboards.Alerts:
		p.alerts()
	}
}

func (p pen) words(view dashboards.Words) {
	y := p.in.y + 14
	for _, paragraph := range strings.Split(view.Markdown, "\n") {
		for _, line := range wrap(strings.TrimLeft(paragraph, "#* "), max(p.in.w/7, 10)) {
			p.text(p.in.x, y, 13, bright, "start", line)
			y += 18
		}
	}
}

func (p pen) logs() {
	for i := 0; i*18+14 <= p.in.h; i++ {
		y := p.in.y + 12 + i*18
		p.fill(box{p.in.x, y - 10, 3, 14}, palette[i*i%3], 0.8)
		p.text(p.in.x+10, y, 11, muted, "start", "12:"+twoDigits(59-i)+":0"+twoDigits(i)[1:])
		p.fill(box{p.in.x + 80, y - 8, 200 + p.dice.below(max(p.in.w-300, 1)), 8}, muted, 0.35)
	}
}

func (p pen) alerts() {
	for i, name := range []string{"TargetDown", "VolumeFilling", "CertificateEnds", "ApplicationOutOfSync"} {
		y := p.in.y + 4 + i*44
		if y+36 > p.in.y+p.in.h {
			return
		}
		state, colour := "firing", colours["red"]
		if i > 0 {
			state, colour = "pending", colours["orange"]
		}
		p.rect(box{p.in.x, y, p.in.w, 38}, ground, edge)
		p.fill(box{p.in.x, y, 4, 38}, colour, 1)
		p.text(p.in.x+14, y+16, 13, bright, "start", name)
		p.text(p.in.x+14, y+31, 11, colour, "start", fmt.Sprintf("%s for %d minutes", state, 7+i*5))
	}
}

func twoDigits(n int) string { return string(rune('0'+n/10%10)) + string(rune('0'+n%10)) }
