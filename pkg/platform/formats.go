package platform

// Format is what a text must look like.
type Format struct {
	Describe string
	Pattern  string
	Check    func(string) string
	Min, Max int64
}

// Formats are the named formats.
var Formats = map[string]Format{}

// Wrong says what is wrong with a text, "" if nothing.
func (f Format) Wrong(s string) string { return "" }
