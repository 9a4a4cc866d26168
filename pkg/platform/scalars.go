package platform

import (
	"math"
	"reflect"
	"slices"
	"strconv"
	"strings"
)

// scalar decodes a text, a whole number or a boolean.
func (d *decoder) scalar(n *node, v reflect.Value, f field) {
	switch v.Kind() {
	case reflect.String:
		d.text(n, v, f)
	case reflect.Bool:
		d.boolean(n, v)
	default:
		d.integer(n, v, f)
	}
}

func (d *decoder) text(n *node, v reflect.Value, f field) {
	switch {
	case n.kind == list || n.kind == mapping:
		d.problem(n.at, n.written(), "%s is not a text", n.describe())
	case len(f.enum) > 0 && !slices.Contains(f.enum, n.text):
		d.problem(n.at, n.written(), "%s is not %s%s", found(n), strings.Join(f.enum, " or "), didYouMean(n.text, f.enum))
	case n.kind != text && !(n.kind == number && formats[f.format].bare):
		d.noText(n, f)
	case d.check(n.at, n.written(), n.text, f.format):
		v.SetString(n.text)
	}
}

// noText refuses a number, boolean or date where a text is wanted. Quotes mend it, unless the text would be wrong too.
func (d *decoder) noText(n *node, f field) {
	if why := wrong(f.format, n.text); why != "" {
		d.problem(n.at, n.written(), "%s %s", n.describe(), why)
		return
	}
	d.problem(n.at, n.written(), "%s is not a text: put it in quotes: %s", n.describe(), quote(n.text))
}

// found shows a scalar as it was found: a text in quotes, anything else with what it is.
func found(n *node) string {
	if n.kind == text {
		return quote(n.text)
	}
	return n.describe()
}

// check holds a text to a format and tells whether it keeps it.
func (d *decoder) check(at Pos, path, value, format string) bool {
	why := wrong(format, value)
	if why != "" {
		d.problem(at, path, "%s %s", shownAs(value, format), why)
	}
	return why == ""
}

// shownAs is a text as a message shows it: not at all where the name of a secret is wanted, because it may be the secret itself.
func shownAs(value, format string) string {
	if format == "secretName" {
		return "what stands here"
	}
	return quote(value)
}

// oldBooleans are the booleans of YAML 1.1, texts by now.
var oldBooleans = map[string]string{"y": "true", "yes": "true", "on": "true", "n": "false", "no": "false", "off": "false"}

func (d *decoder) boolean(n *node, v reflect.Value) {
	if n.kind == boolean {
		v.SetBool(strings.EqualFold(n.text, "true"))
		return
	}
	if meant := oldBooleans[strings.ToLower(n.text)]; n.kind == text && meant != "" {
		d.problem(n.at, n.written(), "%s is a text to YAML: write %s", quote(n.text), meant)
		return
	}
	d.problem(n.at, n.written(), "%s is not true or false", n.describe())
}

func (d *decoder) integer(n *node, v reflect.Value, f field) {
	value, err := strconv.ParseInt(n.text, 10, 64)
	switch {
	case n.kind == text && err == nil:
		d.problem(n.at, n.written(), "%s is not a number: write it without quotes: %s", n.describe(), n.text)
	case n.kind != number:
		d.problem(n.at, n.written(), "%s is not a whole number", n.describe())
	case err != nil || strconv.FormatInt(value, 10) != n.text:
		d.problem(n.at, n.written(), "%s is not a whole number in plain digits", shorten(n.text))
	case !d.bounded(n, value, f):
	case v.OverflowInt(value):
		d.problem(n.at, n.written(), "%d is too large", value)
	default:
		v.SetInt(value)
	}
}

// bounded holds a number to the bounds of its format or its own, and tells whether it keeps them.
func (d *decoder) bounded(n *node, value int64, f field) bool {
	least, most := f.bounds()
	if value >= least && value <= most {
		return true
	}
	switch {
	case f.format != "":
		d.problem(n.at, n.written(), "%d is not %s", value, formats[f.format].describe)
	default:
		d.problem(n.at, n.written(), "%d is not between %d and %d", value, least, most)
	}
	return false
}

// bounds are the least and the largest number that a field takes.
func (f field) bounds() (least, most int64) {
	if format := formats[f.format]; format.most != 0 {
		return format.least, format.most
	}
	least, most = math.MinInt32, math.MaxInt32
	if f.min != nil {
		least = *f.min
	}
	if f.max != nil {
		most = *f.max
	}
	return least, most
}

// plain decodes a value of any shape, for patches: as sigs.k8s.io/yaml would, but for dates, which stay texts.
func (d *decoder) plain(n *node, v reflect.Value) {
	if value := d.anything(n); value != nil {
		v.Set(reflect.ValueOf(value))
	}
}

func (d *decoder) anything(n *node) any {
	switch n.kind {
	case mapping:
		out := map[string]any{}
		for _, e := range n.entries {
			out[e.key] = d.anything(e.value)
		}
		return out
	case list:
		out := make([]any, len(n.items))
		for i, item := range n.items {
			out[i] = d.anything(item)
		}
		return out
	case number:
		return d.number(n)
	case boolean:
		return strings.EqualFold(n.text, "true")
	case null, broken:
		return nil
	default:
		return n.text
	}
}

// number reads a number as YAML 1.1 does, octal file modes such as 0644 included.
func (d *decoder) number(n *node) any {
	if i, err := strconv.ParseInt(n.text, 0, 64); err == nil {
		return i
	}
	f, err := strconv.ParseFloat(n.text, 64)
	if err != nil || math.IsInf(f, 0) || math.IsNaN(f) {
		d.problem(n.at, n.written(), "%s is no number that JSON can hold", shorten(n.text))
		return nil
	}
	return f
}
