// SPDX-License-Identifier: Apache-2.0

package prices

import (
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"
)

const maxShown = 60

// checker reads a user's file and notes everything in it that is not as it should be.
type checker struct {
	problems []error
	// Of each key that is there.
	lines map[string]int
}

// readField takes a value at a key into its place, or notes what is wrong.
type readField func(value any, key string)

func (c *checker) refuse(value any, key, expected string) {
	problem := fmt.Errorf("%s: %s, expected %s", key, shown(value), expected)
	if line, ok := c.lines[key]; ok {
		problem = fmt.Errorf("line %d: %w", line, problem)
	} else if line, ok := c.lines[key[:max(strings.LastIndexByte(key, '.'), 0)]]; ok {
		// What is missing is missed where it belongs.
		problem = fmt.Errorf("line %d: %w", line, problem)
	}
	c.problems = append(c.problems, problem)
}

func (c *checker) err() error { return errors.Join(c.problems...) }

func shown(value any) string {
	text, err := json.Marshal(value)
	if err != nil || value == nil {
		return "missing"
	}
	if runes := []rune(string(text)); len(runes) > maxShown {
		return string(runes[:maxShown]) + "…"
	}
	return string(text)
}

func pathOf(key, name string) string {
	if key == "" {
		return name
	}
	return key + "." + name
}

// object reads an object of known fields; an unknown one is a problem, since a typing error must not silently do nothing.
func (c *checker) object(value any, key string, fields map[string]readField, required ...string) {
	told, ok := value.(map[string]any)
	if !ok {
		c.refuse(value, key, "an object")
		return
	}
	for _, name := range slices.Sorted(maps.Keys(told)) {
		field, known := fields[name]
		if !known {
			expected := "one of " + strings.Join(slices.Sorted(maps.Keys(fields)), ", ")
			c.refuse(name, pathOf(key, name), expected)
			continue
		}
		field(told[name], pathOf(key, name))
	}
	for _, name := range required {
		if _, ok := told[name]; !ok {
			c.refuse(nil, pathOf(key, name), "a value")
		}
	}
}

// entries reads an object used as a map.
func (c *checker) entries(value any, key string, entry func(name string, value any, key string)) {
	told, ok := value.(map[string]any)
	if !ok {
		c.refuse(value, key, "an object")
		return
	}
	for _, name := range slices.Sorted(maps.Keys(told)) {
		entry(name, told[name], key+"."+name)
	}
}

// list reads a list of at least so many.
func (c *checker) list(value any, key string, atLeast int, item readField) {
	told, ok := value.([]any)
	if !ok || len(told) < atLeast {
		expected := "a list"
		if atLeast > 0 {
			expected = fmt.Sprintf("a list of at least %d", atLeast)
		}
		c.refuse(value, key, expected)
		return
	}
	for index, entry := range told {
		item(entry, fmt.Sprintf("%s[%d]", key, index))
	}
}

// text reads a text that matches.
func (c *checker) text(into *string, expected string, pattern *regexp.Regexp) readField {
	return func(value any, key string) {
		told, ok := value.(string)
		if !ok || !pattern.MatchString(told) {
			c.refuse(value, key, expected)
			return
		}
		*into = told
	}
}

// number reads a number that passes a test.
func (c *checker) number(into *float64, expected string, test func(float64) bool) readField {
	return func(value any, key string) {
		told, ok := value.(float64)
		if !ok || !test(told) {
			c.refuse(value, key, expected)
			return
		}
		*into = told
	}
}

// pair reads two texts.
func (c *checker) pair(into *[2]string, expected, item string, pattern *regexp.Regexp) readField {
	return func(value any, key string) {
		told, ok := value.([]any)
		if !ok || len(told) != len(into) {
			c.refuse(value, key, expected)
			return
		}
		for index := range into {
			c.text(&into[index], item, pattern)(told[index], fmt.Sprintf("%s[%d]", key, index))
		}
	}
}

func ignore(any, string) {}
