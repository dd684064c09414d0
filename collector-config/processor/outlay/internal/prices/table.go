// SPDX-License-Identifier: Apache-2.0

// Package prices holds price tables and finds the terms that hold for a call.
package prices

import (
	_ "embed"
	"encoding/json"
	"sync"
	"time"
)

// Rates are pico-USD for one token by category. What is not published is not there; 0 is free.
type Rates struct {
	rate [NumCategories]int64
	has  uint32
}

// Bands and cards: see price-table.ts of packages/pricing, whose compiled form this is.
type Band struct {
	Over  int64
	Rates Rates
}

// Card is a complete set of rates: nothing in it is derived from another card.
type Card struct {
	Rates   Rates
	Context []Band
	// Index into the table's sources, when it came from elsewhere than its row.
	Source *int
}

// TieredCard is a card with the cards of its service tiers.
type TieredCard struct {
	Card
	Tiers map[string]Card
}

// RegionPrice is what a region changes: a factor over every token rate, or cards of its own.
type RegionPrice struct {
	Multiplier float64
	TieredCard
}

// Schedule are hours at a fixed offset from UTC in which a price holds.
type Schedule struct {
	UTCOffsetMinutes int64
	// 1 is Monday, 7 is Sunday.
	Weekdays       []int
	Hours          [][2]string
	ExceptCalendar string
}

// UnitRate is pico-USD for so many units.
type UnitRate struct{ PicoUSD, Per int64 }

// UnitRates are the rates of what is billed by piece or time, by name.
type UnitRates map[string]UnitRate

// Fee is what each call costs beside tokens, by how much web context a search model was asked to read.
type Fee struct {
	Low, Medium, High int64
	isGraded          bool
}

// Period is one price of a model; of a list, newest first, the first that holds at the start of the call is used.
type Period struct {
	TieredCard
	From, Until string
	Schedule    *Schedule
	Regions     map[string]RegionPrice
	Units       UnitRates
	Variants    map[string]UnitRates
	Request     *Fee
}

// Calendar has days that a schedule leaves out; ISO dates, ranges inclusive.
type Calendar struct {
	From, Until string
	Ranges      [][2]string
}

// Source is where the figures of a row were read.
type Source struct{ Name, Verified, URL string }

// Row is a model, and indexes of its prices and of their source.
type Row struct {
	Model          string
	Prices, Source int
}

// Table is a compiled price table.
type Table struct {
	FormatVersion int
	Version, Date string
	Issued        string
	Calendars     map[string]Calendar
	Sources       []Source
	Prices        [][]Period
	Rows          []Row
	// By provider and lower-case id: index into Rows.
	Providers map[string]map[string]int
}

//go:embed table.generated.json
var tableJSON []byte

// Compiled is the price table of packages/pricing.
var Compiled = sync.OnceValue(func() *Table {
	table, err := ReadTable(tableJSON)
	if err != nil {
		panic(err) // Embedded: a build that cannot read it is broken, and its tests say so.
	}
	return table
})

// lists says whether a table lists any model of a provider.
func (t *Table) lists(provider string) bool {
	_, ok := t.Providers[provider]
	return ok
}

func parseDay(text string) (time.Time, error) {
	if len(text) == len(time.DateOnly) {
		return time.Parse(time.DateOnly, text)
	}
	return time.Parse(time.RFC3339, text)
}

// UnmarshalJSON reads rates by name.
func (r *Rates) UnmarshalJSON(data []byte) error {
	var named map[string]int64
	if err := json.Unmarshal(data, &named); err != nil {
		return err
	}
	for name, rate := range named {
		index, ok := rules.rateIndex[name]
		if !ok {
			return unknownName("rate", name)
		}
		if rate < 0 {
			return negative("rate", name, rate)
		}
		r.set(index, rate)
	}
	return nil
}

func (r *Rates) set(index int, rate int64) {
	r.rate[index] = rate
	r.has |= 1 << index
}

func (r *Rates) get(index int) (int64, bool) { return r.rate[index], r.has&(1<<index) != 0 }
