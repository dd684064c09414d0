// SPDX-License-Identifier: Apache-2.0

package prices

import (
	"math"
	"regexp"
)

// Prices as providers publish them (USD per million tokens, per search, per hour) become whole pico-USD here, once.

const (
	picoPerTokenForUSDPerMTok = 1e6
	// How far a decimal may be from a whole number of pico-USD after binary rounding.
	roundingDust = 1e-4
)

const (
	expectedRate   = "USD per million tokens, at most 6 decimals, not negative"
	expectedAmount = "USD, at most 12 decimals, not negative"
	expectedMoment = "a UTC date or moment (2026-11-23, 2026-11-23T16:00:00Z)"
	expectedClock  = "a time of day (09:00)"
	expectedFactor = "a positive factor, at most 9 decimals"
)

var (
	momentPattern   = regexp.MustCompile(`^\d{4}-\d{2}-\d{2}(?:T\d{2}:\d{2}:\d{2}Z)?$`)
	clockPattern    = regexp.MustCompile(`^(?:[01]\d|2[0-3]):[0-5]\d$`)
	calendarPattern = regexp.MustCompile(`^[\w-]+$`)
	anyText         = regexp.MustCompile(`.`)
	sourceKinds     = regexp.MustCompile(`^(?:official|official-snapshot|secondary|sources-agree)$`)
	tierNames       = [...]string{"batch", "flex", "priority", "fast", "scale"}
)

func (c *checker) usd(into *int64, expected string, scale float64) readField {
	return func(value any, key string) {
		told, ok := value.(float64)
		scaled := float64(told * scale)
		pico := math.Floor(scaled + 0.5)
		if !ok || told < 0 || pico > MaxExact || math.Abs(scaled-pico) >= roundingDust {
			c.refuse(value, key, expected)
			return
		}
		*into = int64(pico)
	}
}

func (c *checker) rates(into *Rates) readField {
	return func(value any, key string) {
		fields := map[string]readField{}
		for index, category := range rules.Categories {
			fields[category.Rate] = func(value any, key string) {
				before := len(c.problems)
				var rate int64
				c.usd(&rate, expectedRate, picoPerTokenForUSDPerMTok)(value, key)
				if len(c.problems) == before {
					into.set(index, rate)
				}
			}
		}
		c.object(value, key, fields)
	}
}

// band reads a context band; `atLeast: 200000` and `over: 199999` are the same bound.
func (c *checker) band(into *[]Band) readField {
	return func(value any, key string) {
		isBound := func(tokens float64) bool { return tokens == math.Trunc(tokens) && tokens > 0 && tokens <= MaxExact }
		var band Band
		var over, atLeast float64
		c.object(value, key, map[string]readField{
			"over":    c.number(&over, "a whole number of tokens", isBound),
			"atLeast": c.number(&atLeast, "a whole number of tokens", isBound),
			"rates":   c.rates(&band.Rates),
		}, "rates")
		if (over == 0) == (atLeast == 0) {
			c.refuse(value, key, "either over or atLeast")
			return
		}
		band.Over = int64(max(over, atLeast-1))
		if before := len(*into); before > 0 && (*into)[before-1].Over >= band.Over {
			c.refuse(value, key, "bands in ascending order")
		}
		*into = append(*into, band)
	}
}

func (c *checker) cardFields(into *Card) map[string]readField {
	return map[string]readField{
		"rates":   c.rates(&into.Rates),
		"context": func(value any, key string) { c.list(value, key, 0, c.band(&into.Context)) },
		"source":  func(value any, key string) { c.refuse(value, key, "not to be given") },
	}
}

func (c *checker) tieredFields(into *TieredCard) map[string]readField {
	fields := c.cardFields(&into.Card)
	fields["tiers"] = func(value any, key string) {
		into.Tiers = map[string]Card{}
		tiers := map[string]readField{}
		for _, name := range tierNames {
			tiers[name] = func(value any, key string) {
				var card Card
				c.object(value, key, c.cardFields(&card), "rates")
				into.Tiers[name] = card
			}
		}
		c.object(value, key, tiers)
	}
	return fields
}

func (c *checker) regions(into *Period) readField {
	return func(value any, key string) {
		into.Regions = map[string]RegionPrice{}
		c.entries(value, key, func(name string, value any, key string) {
			var region RegionPrice
			if told, ok := value.(map[string]any); ok && told["multiplier"] != nil {
				isFactor := func(factor float64) bool { return factor > 0 }
				multiplier := c.number(&region.Multiplier, expectedFactor, isFactor)
				c.object(value, key, map[string]readField{"multiplier": multiplier})
			} else {
				c.object(value, key, c.tieredFields(&region.TieredCard), "rates")
			}
			into.Regions[name] = region
		})
	}
}

func (c *checker) unitRate(into UnitRates, name string) readField {
	return func(value any, key string) {
		rate := UnitRate{Per: 1}
		if _, isBatch := value.(map[string]any); isBatch {
			per := 1.0
			isCount := func(count float64) bool { return count == math.Trunc(count) && count > 0 && count <= MaxExact }
			c.object(value, key, map[string]readField{
				"usd": c.usd(&rate.PicoUSD, expectedAmount, picoPerUSD),
				"per": c.number(&per, "a whole number of units", isCount),
			}, "usd", "per")
			if rate.Per = int64(per); rate.PicoUSD%rate.Per == 0 {
				rate = UnitRate{rate.PicoUSD / rate.Per, 1}
			}
		} else {
			c.usd(&rate.PicoUSD, expectedAmount, picoPerUSD)(value, key)
		}
		into[name] = rate
	}
}

func (c *checker) unitRates(value any, key string) UnitRates {
	rates, fields := UnitRates{}, map[string]readField{}
	for _, unit := range rules.Units {
		fields[unit.Name] = c.unitRate(rates, unit.Name)
	}
	c.object(value, key, fields)
	return rates
}

func (c *checker) fee(into *Period) readField {
	return func(value any, key string) {
		fee := &Fee{}
		into.Request = fee
		if _, isGraded := value.(map[string]any); !isGraded {
			c.usd(&fee.Low, expectedAmount, picoPerUSD)(value, key)
			return
		}
		fee.isGraded = true
		c.object(value, key, map[string]readField{
			"low":    c.usd(&fee.Low, expectedAmount, picoPerUSD),
			"medium": c.usd(&fee.Medium, expectedAmount, picoPerUSD),
			"high":   c.usd(&fee.High, expectedAmount, picoPerUSD),
		}, "low", "medium", "high")
	}
}

func (c *checker) schedule(into *Period) readField {
	return func(value any, key string) {
		schedule := &Schedule{}
		into.Schedule = schedule
		var offset float64
		c.object(value, key, map[string]readField{
			"utcOffsetMinutes": c.number(&offset, "minutes from UTC", func(minutes float64) bool {
				return minutes == math.Trunc(minutes) && math.Abs(minutes) <= 840
			}),
			"weekdays": func(value any, key string) { c.list(value, key, 0, c.weekday(schedule)) },
			"hours": func(value any, key string) {
				schedule.Hours = [][2]string{}
				c.list(value, key, 0, func(value any, key string) {
					var hours [2]string
					c.pair(&hours, "two times of day", expectedClock, clockPattern)(value, key)
					schedule.Hours = append(schedule.Hours, hours)
				})
			},
			"exceptCalendar": c.text(&schedule.ExceptCalendar, "the name of a calendar", calendarPattern),
		}, "utcOffsetMinutes")
		schedule.UTCOffsetMinutes = int64(offset)
	}
}

func (c *checker) weekday(into *Schedule) readField {
	return func(value any, key string) {
		var day float64
		isDay := func(day float64) bool { return day == math.Trunc(day) && day >= 1 && day <= 7 }
		c.number(&day, "1 (Monday) to 7 (Sunday)", isDay)(value, key)
		into.Weekdays = append(into.Weekdays, int(day))
	}
}

// published reads one price as published (USD) into the table's form (pico-USD).
func (c *checker) published(into *[]Period) readField {
	return func(value any, key string) {
		var period Period
		var remark string
		fields := c.tieredFields(&period.TieredCard)
		fields["from"] = c.text(&period.From, expectedMoment, momentPattern)
		fields["until"] = c.text(&period.Until, expectedMoment, momentPattern)
		fields["schedule"] = c.schedule(&period)
		fields["regions"] = c.regions(&period)
		fields["unitUsd"] = func(value any, key string) { period.Units = c.unitRates(value, key) }
		fields["variantUsd"] = func(value any, key string) {
			period.Variants = map[string]UnitRates{}
			c.entries(value, key, func(name string, value any, key string) {
				period.Variants[name] = c.unitRates(value, key)
			})
		}
		fields["requestUsd"] = c.fee(&period)
		fields["sources"] = ignore
		fields["sourceKind"] = c.text(&remark, "official, official-snapshot, secondary or sources-agree", sourceKinds)
		fields["verified"] = c.text(&remark, expectedMoment, momentPattern)
		fields["note"] = c.text(&remark, "a text", anyText)
		c.object(value, key, fields, "rates")
		*into = append(*into, period)
	}
}
