// SPDX-License-Identifier: Apache-2.0

package prices

import (
	"regexp"
)

const (
	expectedName       = "a name"
	expectedDay        = "a date (2026-11-23)"
	expectedMultiplier = "a factor above 0, at most 1000"
	maxMultiplier      = 1000
)

var (
	namePattern     = regexp.MustCompile(`\S`)
	dayPattern      = regexp.MustCompile(`^\d{4}-\d{2}-\d{2}$`)
	currencyPattern = regexp.MustCompile(`^[A-Z]{3}$`)
)

// ReadOverrides reads a user's price file, YAML or JSON: amounts as providers publish them, in USD per million tokens, per
// unit, per call. The error has every mistake by line, key, value and what was expected.
func ReadOverrides(data []byte) (*Overrides, error) {
	read, err := readDocument(data)
	if err != nil {
		return nil, err
	}
	check := checker{lines: read.lines}
	overrides := &Overrides{Calendars: map[string]Calendar{}}
	var code string
	var perUSD float64
	check.object(read.value, "", map[string]readField{
		"aliases":   func(value any, key string) { check.list(value, key, 0, check.alias(overrides)) },
		"models":    func(value any, key string) { check.list(value, key, 0, check.model(overrides)) },
		"tenants":   func(value any, key string) { check.list(value, key, 0, check.tenant(overrides)) },
		"calendars": func(value any, key string) { check.entries(value, key, check.calendar(overrides)) },
		// For people's eyes: what is written on spans is USD.
		"currency": func(value any, key string) {
			check.object(value, key, map[string]readField{
				"code":   check.text(&code, "an ISO 4217 code", currencyPattern),
				"perUsd": check.number(&perUSD, "units for one USD", func(units float64) bool { return units > 0 }),
			}, "code", "perUsd")
		},
	})
	return overrides, check.err()
}

func (c *checker) name(into *string) readField { return c.text(into, expectedName, namePattern) }

func (c *checker) multiplier(into *float64) readField {
	return c.number(into, expectedMultiplier, func(factor float64) bool { return factor > 0 && factor <= maxMultiplier })
}

func (c *checker) alias(into *Overrides) readField {
	return func(value any, key string) {
		var alias ModelAlias
		c.object(value, key, map[string]readField{
			"provider": c.name(&alias.Provider),
			"model":    c.name(&alias.Model),
			"use": func(value any, key string) {
				c.object(value, key, map[string]readField{
					"provider": c.name(&alias.Use.Provider),
					"model":    c.name(&alias.Use.Model),
				}, "model")
			},
		}, "model", "use")
		into.Aliases = append(into.Aliases, alias)
	}
}

func (c *checker) model(into *Overrides) readField {
	return func(value any, key string) {
		var rule ModelOverride
		before := len(c.problems)
		c.object(value, key, map[string]readField{
			"provider":   c.name(&rule.Provider),
			"model":      c.name(&rule.Model),
			"prices":     func(value any, key string) { c.list(value, key, 1, c.published(&rule.Prices)) },
			"multiplier": c.multiplier(&rule.Multiplier),
		}, "model")
		if len(c.problems) == before && rule.Prices == nil && rule.Multiplier == 0 {
			c.refuse(value, key, "prices, a multiplier, or both")
		}
		into.Models = append(into.Models, rule)
	}
}

func (c *checker) tenant(into *Overrides) readField {
	return func(value any, key string) {
		var tenant TenantOverride
		c.object(value, key, map[string]readField{
			"attribute":  c.name(&tenant.Attribute),
			"value":      c.name(&tenant.Value),
			"multiplier": c.multiplier(&tenant.Multiplier),
		}, "attribute", "value", "multiplier")
		into.Tenants = append(into.Tenants, tenant)
	}
}

func (c *checker) calendar(into *Overrides) func(name string, value any, key string) {
	return func(name string, value any, key string) {
		var calendar Calendar
		c.object(value, key, map[string]readField{
			"from":  c.text(&calendar.From, expectedDay, dayPattern),
			"until": c.text(&calendar.Until, expectedDay, dayPattern),
			"ranges": func(value any, key string) {
				c.list(value, key, 0, func(value any, key string) {
					var days [2]string
					c.pair(&days, "two dates", expectedDay, dayPattern)(value, key)
					calendar.Ranges = append(calendar.Ranges, days)
				})
			},
		}, "from", "until", "ranges")
		into.Calendars[name] = calendar
	}
}
