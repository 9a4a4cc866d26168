// Package pasted finds what looks like a secret in a text that everybody may read. It says what a find looks like and where it
// stands, and never what it is.
package pasted

import (
	"math"
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"
)

// Find is something that looks like a secret.
type Find struct {
	// What it looks like, with its article: a GitHub token.
	What string
	// Line and Column are where it begins, counted from 1, columns in characters.
	Line, Column int
}

// Text looks through a text line by line: for tokens that are known by their shape, and for random letters behind a name such as
// password or apiKey.
func Text(text string) []Find {
	likely := slices.DeleteFunc(slices.Clone(kinds), func(k kind) bool { return !k.marked(text) })
	var all []Find
	line := 0
	for content := range strings.Lines(text) {
		line++
		content = strings.TrimRight(content, "\r\n")
		at, what := token(content, likely)
		if what == "" {
			at, what = assigned(content)
		}
		if what != "" {
			all = append(all, Find{What: what, Line: line, Column: utf8.RuneCountInString(content[:at]) + 1})
		}
	}
	return all
}

// token is the first token of a line, and the byte that it begins at.
func token(line string, likely []kind) (at int, what string) {
	for _, k := range likely {
		if !k.marked(line) {
			continue
		}
		if match := k.pattern.FindStringSubmatchIndex(line); match != nil && (what == "" || match[2] < at) {
			at, what = match[2], k.what
		}
	}
	return at, what
}

// assignment is a name with a value, as YAML, JSON, command lines and URLs write it. What YAML takes for an alias, an anchor or a
// tag may be a value that lacks its quotes; in a text inside JSON, a backslash stands before the quotes.
var assignment = regexp.MustCompile(`([A-Za-z_][A-Za-z0-9_.-]*)\\?["']?(?:\s*[:=]\s*|\s+)\\?["'*&!]?([^\s"'{}\[\],&;\\]+)`)

// mentions tells whether a line in small letters holds the beginning of a word that names secrets: few lines do, and only they are
// taken apart.
func mentions(line string) bool {
	return slices.ContainsFunc(wordBeginnings, func(beginning string) bool { return strings.Contains(line, beginning) })
}

// assigned is the first secret behind its name, and the byte that it begins at. A value may be a name itself: Authorization: Bearer ...
func assigned(line string) (at int, what string) {
	if !mentions(strings.ToLower(line)) {
		return 0, ""
	}
	for from := 0; ; {
		match := assignment.FindStringSubmatchIndex(line[from:])
		if match == nil {
			return 0, ""
		}
		if Value(line[from+match[2]:from+match[3]], line[from+match[4]:from+match[5]]) {
			return from + match[4], "a secret"
		}
		from += match[3]
	}
}

// Value tells whether a value is random letters in a field whose name is that of a secret. A mere key is anybody's: it may be a UUID.
func Value(field, value string) bool {
	return Named(field) && random(value) && !(strings.EqualFold(field, "key") && uuid.MatchString(value))
}

// uuid is a UUID, with what programs put around theirs: Q-...-0.
var uuid = regexp.MustCompile(`^([A-Za-z]+-)?[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}(-[0-9]+)?$`)

// Assigns tells whether a text gives a password that a person has chosen to a name of its own: --db-password=..., password: ...
func Assigns(text string) bool {
	for _, match := range assignment.FindAllStringSubmatchIndex(text, -1) {
		if strings.ContainsAny(text[match[3]:match[4]], ":=") && Password(text[match[2]:match[3]], text[match[4]:match[5]]) {
			return true
		}
	}
	return false
}

// Password tells whether a value is a password that a person has chosen: words with digits or signs, in a field for passwords.
func Password(field, value string) bool {
	words := wordsOf(field)
	if len(words) == 0 || !slices.Contains([]string{"password", "passwd", "passphrase", "pwd"}, words[len(words)-1]) {
		return false
	}
	return len(value) > 5 && !placeholder(value) && !innocent.MatchString(value) && plainLetters.MatchString(value) && !plainWord.MatchString(value)
}

var (
	plainLetters = regexp.MustCompile(`[A-Za-z]`)
	plainWord    = regexp.MustCompile(`^[A-Za-z]+([ _./-][A-Za-z]+)*$`)
)

// secretWords are words of the names of fields that hold secrets.
var secretWords = []string{
	"accesskey", "accesstoken", "apikey", "auth", "authorization", "authtoken", "basic", "bearer", "clientsecret", "credential",
	"credentials", "key", "passphrase", "passwd", "password", "privatekey", "pwd", "secret", "secretkey", "token",
}

// wordBeginnings are what every one of the secretWords holds.
var wordBeginnings = []string{"auth", "basic", "bearer", "credential", "key", "pass", "pwd", "secret", "token"}

// plainWords, at the end of a name, say that the field holds something about a secret; anywhere in it, that its key is none.
var (
	plainEnds = []string{
		"arn", "audience", "class", "count", "digest", "duration", "expiration", "expiry", "field", "file", "format", "header", "host", "id",
		"interval", "issuer", "length", "lifetime", "mode", "name", "namespace", "path", "policy", "property", "ref", "size", "timeout", "ttl",
		"type", "uri", "url", "version",
	}
	plainWords = []string{"cache", "foreign", "kms", "object", "partition", "primary", "public", "sort", "topology"}
)

// Named tells whether a field's name is that of a secret: dbPassword, API_KEY, auth-token.
func Named(field string) bool {
	words := wordsOf(field)
	if len(words) == 0 || slices.Contains(plainEnds, words[len(words)-1]) {
		return false
	}
	isOne := func(word string) bool { return slices.Contains(secretWords, word) }
	isPlain := func(word string) bool { return slices.Contains(plainWords, word) }
	return slices.ContainsFunc(words, isOne) && !slices.ContainsFunc(words, isPlain)
}

// wordsOf are the words of a name, in small letters: API_KEY and apiKey are api and key.
func wordsOf(name string) []string {
	var all []string
	start := 0
	add := func(end int) {
		if start < end {
			all = append(all, strings.ToLower(name[start:end]))
		}
		start = end
	}
	for i := range len(name) {
		switch now := class(name[i]); {
		case now == other:
			add(i)
			start = i + 1
		case now == capital && i > 0 && (class(name[i-1]) != capital || i+1 < len(name) && class(name[i+1]) == small):
			add(i)
		}
	}
	add(len(name))
	return all
}

// placeholder tells whether a text stands for another that is filled in later.
func placeholder(value string) bool {
	return strings.ContainsAny(value[:1], "$<%") || strings.Contains(value, "{{") || strings.Contains(value, "${") || strings.Contains(value, "$(")
}

// innocent are the beginnings of texts that are random and everybody's: names of AWS, digests, other addresses, and the secrets
// that AWS names itself (rds!db-...).
var innocent = regexp.MustCompile(`^(arn:|sha(1|256|384|512)[:-]|[a-z][a-z0-9+.-]*://|ssh-[a-z0-9]+$|[a-z-]+!|/|\./|vol-|snap-|ami-)`)

// machineMade are UUIDs and long hexadecimal numbers, however few turns they happen to have.
var machineMade = regexp.MustCompile(`(?i)^([0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}|[0-9a-f]{32,})$`)

// shortest is how many characters in a row nobody writes at random by accident.
const shortest = 12

// random tells whether a value is made by a machine: letters and digits in turns, where people write words.
func random(value string) bool {
	if len(value) < 16 || placeholder(value) || innocent.MatchString(value) {
		return false
	}
	return machineMade.MatchString(value) || slices.ContainsFunc(strings.FieldsFunc(value, separates), func(part string) bool {
		return len(part) >= shortest && turns(part) >= 0.25 && entropy(part) >= 2.8
	})
}

func separates(r rune) bool { return strings.ContainsRune("-_./:@,;", r) }

// turns is how often, on average, a letter follows a digit or the other way round, or small letters capitals; 0 without a digit.
func turns(s string) float64 {
	changes, digits := 0, 0
	for i := range len(s) {
		if class(s[i]) == digit {
			digits++
		}
		if i > 0 && class(s[i]) != class(s[i-1]) {
			changes++
		}
	}
	if digits == 0 || digits == len(s) {
		return 0
	}
	return float64(changes) / float64(len(s))
}

const (
	digit = iota
	small
	capital
	other
)

func class(b byte) int {
	switch {
	case '0' <= b && b <= '9':
		return digit
	case 'a' <= b && b <= 'z':
		return small
	case 'A' <= b && b <= 'Z':
		return capital
	}
	return other
}

// entropy is Shannon's, in bits a character.
func entropy(s string) float64 {
	counts := map[rune]float64{}
	for _, r := range s {
		counts[r]++
	}
	bits, n := 0.0, float64(utf8.RuneCountInString(s))
	for _, count := range counts {
		bits -= count / n * math.Log2(count/n)
	}
	return bits
}
