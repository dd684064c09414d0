// SPDX-License-Identifier: Apache-2.0

// Package pattern runs the regular expressions of the TypeScript packages: what has to follow a match is checked apart,
// since Go's expressions do not look ahead.
package pattern

import (
	"encoding/json"
	"fmt"
	"regexp"
)

// Pattern is a compiled expression.
type Pattern struct {
	match                     *regexp.Regexp
	followedBy, notFollowedBy *regexp.Regexp
}

// UnmarshalJSON compiles a pattern as the generator wrote it.
func (p *Pattern) UnmarshalJSON(data []byte) error {
	var written struct{ Match, FollowedBy, NotFollowedBy string }
	if err := json.Unmarshal(data, &written); err != nil {
		return err
	}
	for _, part := range []struct {
		source string
		into   **regexp.Regexp
	}{{written.Match, &p.match}, {written.FollowedBy, &p.followedBy}, {written.NotFollowedBy, &p.notFollowedBy}} {
		if part.source == "" {
			continue
		}
		compiled, err := regexp.Compile(part.source)
		if err != nil {
			return fmt.Errorf("pattern %q: %w", part.source, err)
		}
		*part.into = compiled
	}
	return nil
}

// Match is where a pattern was found.
type Match struct {
	Start, End int
	text       string
	pattern    *regexp.Regexp
	groups     []int
}

// Find returns the first match in a text.
func (p *Pattern) Find(text string) (Match, bool) {
	groups := p.match.FindStringSubmatchIndex(text)
	if groups == nil {
		return Match{}, false
	}
	rest := text[groups[1]:]
	if p.followedBy != nil && !p.followedBy.MatchString(rest) {
		return Match{}, false
	}
	if p.notFollowedBy != nil && p.notFollowedBy.MatchString(rest) {
		return Match{}, false
	}
	return Match{Start: groups[0], End: groups[1], text: text, pattern: p.match, groups: groups}, true
}

// Matches says whether a text has a match.
func (p *Pattern) Matches(text string) bool {
	_, found := p.Find(text)
	return found
}

// Group is what a named group matched; empty if it matched nothing or is not there.
func (m Match) Group(name string) string {
	index := m.pattern.SubexpIndex(name)
	if index < 0 || m.groups[2*index] < 0 {
		return ""
	}
	return m.text[m.groups[2*index]:m.groups[2*index+1]]
}

// Without is the text without the match.
func (m Match) Without() string { return m.text[:m.Start] + m.text[m.End:] }
