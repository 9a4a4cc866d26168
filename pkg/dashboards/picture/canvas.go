package picture

import (
	"bytes"
	"fmt"
	"strings"
)

// Colours of Grafana's dark theme (packages/grafana-data/src/themes).
const (
	ground    = "#111217"
	panelFill = "#181b1f"
	edge      = "#2c3036"
	bright    = "#d8d9e3"
	muted     = "#9b9cab"
	faint     = "#2a2d33"
	link      = "#6e9fff"
)

// palette is what series are drawn in, in order.
var palette = []string{"#73bf69", "#f2cc0c", "#8ab8ff", "#ff9830", "#f2495c", "#b877d9", "#5794f2", "#fade2a"}

// colours are those that a dashboard calls by name.
var colours = map[string]string{
	"green": "#73bf69", "orange": "#ff9830", "red": "#f2495c", "text": bright, "blue": "#5794f2", "purple": "#b877d9", "yellow": "#fade2a",
}

// canvas is an SVG that is being written.
type canvas struct{ body bytes.Buffer }

func (c *canvas) add(format string, args ...any) {
	fmt.Fprintf(&c.body, format+"\n", args...)
}

// finish is the whole file.
func (c *canvas) finish(title string, height int) []byte {
	var out bytes.Buffer
	fmt.Fprintf(&out, `<svg xmlns="http://www.w3.org/2000/svg" width="%d" height="%d" viewBox="0 0 %d %d" font-family="Inter, Helvetica, Arial, sans-serif">`+"\n",
		width, height, width, height)
	fmt.Fprintf(&out, "<title>%s</title>\n<rect width=\"%d\" height=\"%d\" fill=\"%s\"/>\n", escape(title), width, height, ground)
	out.Write(c.body.Bytes())
	out.WriteString("</svg>\n")
	return out.Bytes()
}

func (c *canvas) rect(b box, fill, stroke string) {
	c.add(`<rect x="%d" y="%d" width="%d" height="%d" rx="2" fill="%s" stroke="%s"/>`, b.x, b.y, b.w, b.h, fill, stroke)
}

func (c *canvas) fill(b box, fill string, opacity float64) {
	c.add(`<rect x="%d" y="%d" width="%d" height="%d" fill="%s" fill-opacity="%.2f"/>`, b.x, b.y, b.w, b.h, fill, opacity)
}

func (c *canvas) line(x1, y1, x2, y2 int, stroke, dash string) {
	if dash != "" {
		dash = ` stroke-dasharray="` + dash + `"`
	}
	c.add(`<line x1="%d" y1="%d" x2="%d" y2="%d" stroke="%s"%s/>`, x1, y1, x2, y2, stroke, dash)
}

func (c *canvas) text(x, y, size int, fill, anchor, text string) {
	c.add(`<text x="%d" y="%d" font-size="%d" fill="%s" text-anchor="%s">%s</text>`, x, y, size, fill, anchor, escape(text))
}

// within is a text that is cut where the room ends.
func (c *canvas) within(x, y, size, room int, fill, text string) {
	c.text(x, y, size, fill, "start", cut(text, size, room))
}

var escapes = strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;", `"`, "&quot;")

func escape(text string) string { return escapes.Replace(text) }

// textWidth is about how wide a text is: letters are six tenths as wide as high.
func textWidth(text string, size int) int { return len([]rune(text)) * size * 56 / 100 }

func cut(text string, size, room int) string {
	letters := []rune(text)
	fits := max(room*100/(size*56), 1)
	if len(letters) <= fits {
		return text
	}
	return string(letters[:max(fits-1, 0)]) + "…"
}

// wrap breaks a text into lines of so many letters.
func wrap(text string, letters int) []string {
	var lines []string
	line := ""
	for _, word := range strings.Fields(text) {
		if line != "" && len(line)+1+len(word) > letters {
			lines = append(lines, line)
			line = ""
		}
		line = strings.TrimSpace(line + " " + word)
	}
	return append(lines, line)
}
