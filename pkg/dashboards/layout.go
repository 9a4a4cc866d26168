package dashboards

// columns is the width of Grafana's grid.
const columns = 24

// gridPos is a place in the grid: columns from the left, rows from the top.
type gridPos struct {
	H int `json:"h"`
	W int `json:"w"`
	X int `json:"x"`
	Y int `json:"y"`
}

// flow fills the grid from left to right and begins a new line where a panel has no room.
type flow struct {
	x, y int
	// tallest is the height of the line so far.
	tallest int
}

func (f *flow) place(width, height int) gridPos {
	if f.x+width > columns {
		f.newLine()
	}
	pos := gridPos{H: height, W: width, X: f.x, Y: f.y}
	f.x += width
	f.tallest = max(f.tallest, height)
	return pos
}

func (f *flow) newLine() {
	f.y += f.tallest
	f.x, f.tallest = 0, 0
}

// layout gives every row's heading and every panel its place, and ids from 1 in that order.
func layout(rows []Row) []any {
	all := []any{}
	var f flow
	for _, row := range rows {
		f.newLine()
		all = append(all, row.heading(len(all)+1, f.place(columns, 1)))
		for _, panel := range row.Panels {
			all = append(all, panel.json(len(all)+1, f.place(panel.size())))
		}
	}
	return all
}

// size is the panel's width and height.
func (p Panel) size() (width, height int) {
	width, height = p.View.size()
	if p.Width > 0 {
		width = p.Width
	}
	if p.Height > 0 {
		height = p.Height
	}
	return width, height
}
