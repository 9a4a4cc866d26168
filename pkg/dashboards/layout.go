package dashboards

// columns is the width of Grafana's grid.
const columns = 24

// Place is a rectangle of the grid: columns from the left, rows from the top.
type Place struct {
	H int `json:"h"`
	W int `json:"w"`
	X int `json:"x"`
	Y int `json:"y"`
}

// PlacedRow is a row with the places of its heading and its panels.
type PlacedRow struct {
	Row
	ID     int
	At     Place
	Panels []PlacedPanel
}

// PlacedPanel is a panel with its place.
type PlacedPanel struct {
	Panel
	ID int
	At Place
}

// Layout gives every row's heading and every panel its place, and ids from 1 in that order. The panels of a collapsed row lie
// where they will be when it is opened: Grafana then moves what is below.
func (d Dashboard) Layout() []PlacedRow {
	var all []PlacedRow
	var f flow
	id := 0
	next := func() int { id++; return id }
	for _, row := range d.Rows {
		placed := PlacedRow{Row: row, ID: next(), At: f.line(1)}
		top := f.bottom()
		for _, panel := range row.Panels {
			placed.Panels = append(placed.Panels, PlacedPanel{Panel: panel, ID: next(), At: f.place(panel.size())})
		}
		if row.Collapsed {
			f.level(top)
		}
		all = append(all, placed)
	}
	return all
}

// flow fills the grid from the top; it is the height that is taken of each column.
type flow [columns]int

// place takes the highest gap that is wide enough, of several the leftmost.
func (f *flow) place(width, height int) Place {
	best := Place{W: width, H: height, Y: -1}
	for x := 0; x+width <= columns; x++ {
		if y := f.under(x, width); best.Y < 0 || y < best.Y {
			best.X, best.Y = x, y
		}
	}
	for x := best.X; x < best.X+width; x++ {
		f[x] = best.Y + height
	}
	return best
}

// line is a place as wide as the grid, below all that is there.
func (f *flow) line(height int) Place {
	f.level(f.bottom())
	return f.place(columns, height)
}

func (f *flow) under(x, width int) int {
	y := 0
	for _, taken := range f[x : x+width] {
		y = max(y, taken)
	}
	return y
}

func (f *flow) bottom() int { return f.under(0, columns) }

func (f *flow) level(y int) {
	for x := range f {
		f[x] = y
	}
}

// size is the panel's width and height.
func (p Panel) size() (width, height int) {
	width, height = p.Drawn().size()
	if p.Width > 0 {
		width = p.Width
	}
	if p.Height > 0 {
		height = p.Height
	}
	return width, height
}
