package monitoring

import (
	"bufio"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
)

// unpack unpacks an archive of text files, as node_exporter's own script does (ttar), but in no time.
func unpack(t *testing.T, archive, dir string) {
	t.Helper()
	file, err := os.Open(archive)
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	lines, path := bufio.NewScanner(file), ""
	for lines.Scan() {
		what, value, _ := strings.Cut(lines.Text(), ": ")
		err = nil
		switch what {
		case "Directory":
			err = os.MkdirAll(filepath.Join(dir, value), 0o755)
		case "Path":
			path = filepath.Join(dir, value)
		case "SymlinkTo":
			err = os.Symlink(value, path)
		case "Lines":
			err = os.WriteFile(path, []byte(content(lines, value)), 0o644)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := lines.Err(); err != nil {
		t.Fatal(err)
	}
}

// content is so many lines of a file. An EOF at the end of one says that no newline follows.
func content(lines *bufio.Scanner, count string) string {
	n, _ := strconv.Atoi(count)
	var text strings.Builder
	for ; n > 0 && lines.Scan(); n-- {
		line, last := strings.CutSuffix(lines.Text(), "EOF")
		text.WriteString(strings.ReplaceAll(line, "NULLBYTE", "\x00"))
		if !last {
			text.WriteByte('\n')
		}
	}
	return text.String()
}
