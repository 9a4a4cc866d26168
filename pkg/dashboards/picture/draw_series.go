package picture

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"github.com/example-org/platform-render/pkg/dashboards"
)

const points = 48

// curve is one series of a panel.
type curve struct {
	name, colour string
	// values are thousandths of the axis, from its zero.
	values []int
	dashed bool
	below  bool
}

// timeseries draws the axes, the thresholds, the curves and the legend.
func (p pen) timeseries(view dashboards.Timeseries) {
	curves := p.curves(view)
	legend := 18
	if view.Table {
		legend = min(18+16*len(curves), p.in.h/2)
	}
	plot := p.in.inset(56, 4, 4, legend+18)
	zero := 0
	if slices.ContainsFunc(curves, func(c curve) bool { return c.below }) {
		zero = plot.h / 2
	}
	p.axes(plot, zero, view.Log)
	base := make([]int, points)
	for i := len(curves) - 1; i >= 0; i-- {
		p.curve(plot, zero, curves[i], view, base)
	}
	p.limits(plot)
	p.legend(curves, view.Table, box{p.in.x, p.in.y + p.in.h - legend, p.in.w, legend})
}

// curves are the panel's series. Stacked, they share the height.
func (p pen) curves(view dashboards.Timeseries) []curve {
	all := series(p.panel)
	var curves []curve
	for i, name := range all {
		c := curve{name: name, colour: palette[i%len(palette)]}
		level, swing := p.level()
		if all[0] == "median" {
			level = 220 + 220*i // quantiles keep their order
		}
		if view.Stacked {
			level, swing = max(760*(len(all)-i)/(len(all)*(len(all)+1)/2+1), 40), 12
		}
		for _, override := range p.panel.Overrides {
			if meant(override.Series, name) {
				c.dashed, c.below = override.Dashed, override.Below
				if override.Color != "" {
					c.colour = colours[string(override.Color)]
				}
			}
		}
		c.values = p.dice.walk(points, level, swing)
		if view.Bars {
			c.values = p.dice.seldom(c.values)
		}
		if c.dashed {
			c.values = p.dice.walk(points, 940-90*(len(all)-i), 0)
		}
		curves = append(curves, c)
	}
	return curves
}

// level is where a series runs, and how far it swings: where the thresholds find it good.
func (p pen) level() (level, swing int) {
	level = 250 + p.dice.below(450)
	steps := p.panel.Thresholds
	switch {
	case len(steps) < 2 || steps[1].From <= 0:
		return level, 40
	case steps[0].Color == dashboards.Green:
		good := int(1000 * steps[1].From / most(p.panel))
		return min(level, good*(20+p.dice.below(50))/100), min(40, good/12)
	}
	return min(800+p.dice.below(150), 960), 10
}

// meant says whether an override is about a series.
func meant(pattern, name string) bool {
	if text, ok := strings.CutPrefix(pattern, "/"); ok {
		return regexp.MustCompile("^(?:" + strings.TrimSuffix(text, "/") + ")$").MatchString(name)
	}
	return pattern == name
}

func (p pen) axes(plot box, zero int, log bool) {
	top, unitName := most(p.panel), p.panel.Unit
	for i := range 5 {
		y := plot.y + plot.h - i*plot.h/4
		p.line(plot.x, y, plot.x+plot.w, y, faint, "")
		share := float64(i) / 4
		switch {
		case zero > 0:
			share = share*2 - 1
		case log:
			share = []float64{0.001, 0.01, 0.1, 1, 10}[i]
		}
		p.text(plot.x-6, y+4, 10, muted, "end", format(top*share, unitName))
	}
	for i := range 6 {
		p.text(plot.x+plot.w*i/6+plot.w/12, plot.y+plot.h+15, 10, muted, "middle", twoDigits(7+i)+":00")
	}
}

// curve draws one series. Stacked, it stands on those before it, whose heights are in base.
func (p pen) curve(plot box, zero int, c curve, view dashboards.Timeseries, base []int) {
	height := plot.h - zero
	bottom := plot.y + plot.h - zero
	at := func(i, value int) (int, int) {
		y := bottom - value*height/1000
		if c.below {
			y = bottom + value*height/1000
		}
		return plot.x + plot.w*i/(points-1), y
	}
	var upper, lower []string
	for i, value := range c.values {
		from := 0
		if view.Stacked && !c.dashed {
			from, value = base[i], base[i]+value
			base[i] = value
		}
		x, y := at(i, min(value, 1000))
		_, floor := at(i, min(from, 1000))
		if view.Bars {
			if y != floor {
				p.fill(box{x - 3, min(y, floor), 6, max(floor-y, y-floor)}, c.colour, 0.8)
			}
			continue
		}
		upper = append(upper, fmt.Sprintf("%d,%d", x, y))
		lower = append([]string{fmt.Sprintf("%d,%d", x, floor)}, lower...)
	}
	if !view.Bars {
		p.path(upper, lower, c, view.Stacked)
	}
}

func (p pen) path(upper, lower []string, c curve, stacked bool) {
	opacity, dash := "0.08", ""
	if stacked {
		opacity = "0.35"
	}
	if c.dashed {
		dash = ` stroke-dasharray="8 6"`
	} else {
		p.add(`<polygon points="%s %s" fill="%s" fill-opacity="%s"/>`, strings.Join(upper, " "), strings.Join(lower, " "), c.colour, opacity)
	}
	p.add(`<polyline points="%s" fill="none" stroke="%s" stroke-width="1.3"%s/>`, strings.Join(upper, " "), c.colour, dash)
}

// limits are the thresholds, without the first, which begins at the bottom.
func (p pen) limits(plot box) {
	for i, step := range p.panel.Thresholds {
		share := step.From / most(p.panel)
		if i == 0 || share > 1 {
			continue
		}
		y := plot.y + plot.h - int(share*float64(plot.h))
		p.line(plot.x, y, plot.x+plot.w, y, colours[string(step.Color)], "6 4")
	}
}

func (p pen) legend(curves []curve, table bool, b box) {
	if table {
		p.legendTable(curves, b)
		return
	}
	x, y := b.x+4, b.y+b.h-5
	for _, c := range curves {
		wide := 18 + textWidth(c.name, 11) + 10
		if x+wide > b.x+b.w {
			p.text(x, y, 11, muted, "start", "…")
			return
		}
		p.fill(box{x, y - 5, 12, 3}, c.colour, 1)
		p.text(x+18, y, 11, muted, "start", c.name)
		x += wide
	}
}

func (p pen) legendTable(curves []curve, b box) {
	right := func(i int) int { return b.x + b.w - 8 - i*76 }
	for i, title := range []string{"Last", "Max", "Mean"} {
		p.text(right(i), b.y+12, 10, link, "end", title)
	}
	for i, c := range curves {
		y := b.y + 28 + i*16
		if y > b.y+b.h {
			return
		}
		p.fill(box{b.x + 4, y - 5, 12, 3}, c.colour, 1)
		p.within(b.x+22, y, 11, b.w-260, muted, c.name)
		sum := 0
		for _, value := range c.values {
			sum += value
		}
		for column, value := range []int{c.values[points-1], slices.Max(c.values), sum / points} {
			p.text(right(column), y, 11, bright, "end", format(most(p.panel)*float64(value)/1000, p.panel.Unit))
		}
	}
}
