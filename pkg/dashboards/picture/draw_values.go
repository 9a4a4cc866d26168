package picture

import (
	"fmt"
	"math"
	"slices"
	"strings"

	"github.com/example-org/platform-render/pkg/dashboards"
)

// stat is a number in large type, with a curve behind it or a whole panel of its colour.
func (p pen) stat(view dashboards.Stat) {
	value, colour := well(p.panel, p.dice)
	text := p.said(value)
	if view.Name {
		text, colour = strings.Join(series(p.panel)[:1], ""), bright
	}
	if view.Filled {
		p.fill(p.in.inset(-9, -4, -9, -7), colour, 0.85)
		colour = ground
	}
	if view.Sparkline {
		var line []string
		for i, height := range p.dice.walk(points, 300, 60) {
			line = append(line, fmt.Sprintf("%d,%d", p.in.x+p.in.w*i/(points-1), p.in.y+p.in.h-height*p.in.h/1200))
		}
		p.add(`<polygon points="%d,%d %s %d,%d" fill="%s" fill-opacity="0.18"/>`,
			p.in.x, p.in.y+p.in.h, strings.Join(line, " "), p.in.x+p.in.w, p.in.y+p.in.h, colour)
	}
	size := min(p.in.h/2, 38)
	for size > 12 && textWidth(text, size) > p.in.w {
		size -= 2
	}
	p.text(p.in.x+p.in.w/2, p.in.y+p.in.h/2+size/3, size, colour, "middle", text)
}

// said is a value, or the word that stands for it.
func (p pen) said(value float64) string {
	if text, ok := p.panel.Texts[fmt.Sprint(value)]; ok {
		return text
	}
	return format(value, p.panel.Unit)
}

// gauge is an arc of which a part is filled, in a thin one of the thresholds' colours.
func (p pen) gauge() {
	value, colour := well(p.panel, p.dice)
	radius := min(p.in.w/2, p.in.h*2/3) - 6
	x, y := p.in.x+p.in.w/2, p.in.y+p.in.h/2+radius/4
	top := most(p.panel)
	for i, step := range p.panel.Thresholds {
		to := top
		if i+1 < len(p.panel.Thresholds) {
			to = p.panel.Thresholds[i+1].From
		}
		p.arc(x, y, radius, 4, step.From/top, min(to/top, 1), colours[string(step.Color)])
	}
	p.arc(x, y, radius-12, 16, 0, 1, faint)
	p.arc(x, y, radius-12, 16, 0, min(value/top, 1), colour)
	p.text(x, y+6, max(min(radius/2, 28), 12), colour, "middle", p.said(value))
}

// arc is a part of the three quarters of a circle that a gauge is.
func (p pen) arc(x, y, radius, thick int, from, to float64, colour string) {
	if to <= from {
		return
	}
	at := func(share float64) (float64, float64) {
		angle := (share*1.5 + 0.75) * math.Pi
		return float64(x) + float64(radius)*math.Cos(angle), float64(y) + float64(radius)*math.Sin(angle)
	}
	x1, y1 := at(from)
	x2, y2 := at(to)
	large := 0
	if (to-from)*1.5 > 1 {
		large = 1
	}
	p.add(`<path d="M %.1f %.1f A %d %d 0 %d 1 %.1f %.1f" fill="none" stroke="%s" stroke-width="%d"/>`, x1, y1, radius, radius, large, x2, y2, colour, thick)
}

// bars are one for each series.
func (p pen) bars() {
	all := series(p.panel)
	height := min(p.in.h/max(len(all), 1), 34)
	name := min(p.in.w*2/5, 190)
	for i, text := range all {
		value, colour := well(p.panel, p.dice)
		share := min(value/most(p.panel), 1)
		y := p.in.y + i*height
		p.within(p.in.x, y+height/2+4, 11, name-8, muted, text)
		track := box{p.in.x + name, y + 4, p.in.w - name - 70, max(height-8, 4)}
		if colour == bright {
			colour = palette[0]
		}
		p.fill(track, faint, 1)
		p.fill(box{track.x, track.y, int(float64(track.w) * share), track.h}, colour, 0.75)
		p.text(p.in.x+p.in.w, y+height/2+4, 12, colour, "end", p.said(value))
	}
}

// pie is a ring of the series, with their names beside it.
func (p pen) pie() {
	all := series(p.panel)
	slices.Reverse(all)
	radius := min(p.in.w/4, p.in.h/2) - 4
	x, y := p.in.x+radius+4, p.in.y+p.in.h/2
	from := 0.0
	for i, name := range all {
		colour := palette[i%len(palette)]
		for _, override := range p.panel.Overrides {
			if meant(override.Series, name) && override.Color != "" {
				colour = colours[string(override.Color)]
			}
		}
		to := 1 - 0.45/float64(i+1)
		if i == len(all)-1 {
			to = 1
		}
		length := 2 * math.Pi * float64(radius-8)
		p.add(`<circle cx="%d" cy="%d" r="%d" fill="none" stroke="%s" stroke-width="16" stroke-dasharray="%.1f %.1f" stroke-dashoffset="%.1f"/>`,
			x, y, radius-8, colour, (to-from)*length, length, -from*length)
		line := p.in.y + p.in.h/2 - len(all)*9 + i*20 + 8
		p.fill(box{x + radius + 14, line - 6, 10, 4}, colour, 1)
		p.within(x+radius+30, line, 11, p.in.x+p.in.w-x-radius-70, muted, name)
		p.text(p.in.x+p.in.w, line, 11, bright, "end", fmt.Sprintf("%.0f %%", (to-from)*100))
		from = to
	}
}
