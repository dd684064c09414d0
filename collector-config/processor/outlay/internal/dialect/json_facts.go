// SPDX-License-Identifier: Apache-2.0

package dialect

import (
	"encoding/json"
	"fmt"
	"strconv"
	"strings"
	"unicode/utf16"
)

// Longer JSON is left alone: it is somebody's content, and parsing it would hold the pipeline up.
const maxJSONCharacters = 65_536

func (s *jsonSource) prepare() error {
	for name, paths := range s.Facts {
		fact, ok := factByName[name]
		if !ok {
			return fmt.Errorf("%s: no fact %q", s.Attribute, name)
		}
		read := jsonFact{fact: fact}
		for _, path := range paths {
			read.paths = append(read.paths, strings.Split(path, "."))
		}
		s.facts = append(s.facts, read)
	}
	return nil
}

func (f *facts) addFromJSON(text string, source *jsonSource) {
	if isTooLong(text) {
		return
	}
	var parsed any
	isParsed := false
	for _, wanted := range source.facts {
		if f[wanted.fact].isTold {
			continue
		}
		if !isParsed {
			if json.Unmarshal([]byte(text), &parsed) != nil {
				return
			}
			isParsed = true
		}
		if found, ok := firstAt(parsed, wanted.paths); ok {
			f[wanted.fact] = jsonValue(found)
		}
	}
}

// isTooLong counts as JavaScript does, and only where bytes do not decide.
func isTooLong(text string) bool {
	if len(text) <= maxJSONCharacters {
		return false
	}
	if len(text) > 3*maxJSONCharacters {
		return true
	}
	characters := 0
	for _, character := range text {
		characters += utf16.RuneLen(character)
	}
	return characters > maxJSONCharacters
}

func firstAt(parsed any, paths [][]string) (any, bool) {
	for _, path := range paths {
		if found := at(parsed, path); found != nil {
			return found, true
		}
	}
	return nil, false
}

func at(parsed any, path []string) any {
	found := parsed
	for _, key := range path {
		switch container := found.(type) {
		case map[string]any:
			found = container[key]
		case []any:
			index, err := strconv.Atoi(key)
			if err != nil || index < 0 || index >= len(container) {
				return nil
			}
			found = container[index]
		default:
			return nil
		}
	}
	return found
}

func jsonValue(found any) value {
	switch found := found.(type) {
	case float64:
		return numberValue(found)
	case string:
		return textValue(found)
	default:
		return value{isTold: true}
	}
}
