package platform

import "strings"

// didYouMean names the candidate nearest to a word, ready to follow a message; "" if none is near.
func didYouMean(word string, candidates []string) string {
	if near := nearest(word, candidates); near != "" {
		return "; did you mean " + quote(near) + "?"
	}
	return ""
}

// mostCandidates is how many names are compared with a word.
const mostCandidates = 100

// nearest is the candidate that a slip of the pen would turn into word: one edit apart, or up to a third of the word's letters.
func nearest(word string, candidates []string) string {
	if len(word) > 64 || len(candidates) > mostCandidates {
		return "" // nobody's slip, or too long to look for
	}
	best, least := "", max(1, len(word)/3)+1
	for _, c := range candidates {
		if strings.EqualFold(c, word) {
			return c
		}
		if d := Distance(strings.ToLower(word), strings.ToLower(c)); d < least {
			best, least = c, d
		}
	}
	return best
}

// Distance is Damerau and Levenshtein's: how many letters to insert, delete, replace or swap with their neighbour.
func Distance(a, b string) int {
	before, last := []int(nil), make([]int, len(b)+1)
	for j := range last {
		last[j] = j
	}
	for i := range a {
		row := make([]int, len(b)+1)
		row[0] = i + 1
		for j := range b {
			row[j+1] = min(row[j]+1, last[j+1]+1, last[j]+differ(a[i], b[j]))
			if i > 0 && j > 0 && a[i] == b[j-1] && a[i-1] == b[j] {
				row[j+1] = min(row[j+1], before[j-1]+1)
			}
		}
		before, last = last, row
	}
	return last[len(b)]
}

func differ(a, b byte) int {
	if a == b {
		return 0
	}
	return 1
}
