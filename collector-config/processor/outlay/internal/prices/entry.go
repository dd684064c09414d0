// SPDX-License-Identifier: Apache-2.0

package prices

import (
	"maps"
	"math"
	"sync"
	"sync/atomic"
)

// Vendors' words are few, but come from outside: a period forgets its terms rather than grow.
const maxTerms = 64

type termsKey struct{ tier, region string }

// entryPeriod is one price of a model, with its terms built on first use.
type entryPeriod struct {
	period          *Period
	fromMs, untilMs int64
	building        sync.Mutex
	// Replaced whole, so that reading takes no lock.
	terms atomic.Pointer[map[termsKey]*Terms]
}

// Entry is what a model's name resolved to, before anything is known of the call.
type Entry struct {
	provider, model string
	source          Source
	// Region that the model id itself named.
	idRegion string
	factor   Ratio
	problems []string
	table    *Table
	// The table's and the user's.
	calendars map[string]Calendar
	periods   []*entryPeriod
	// Whether the region that the id named has a price of its own.
	listsIDRegion bool
}

func (e *Entry) setPeriods(periods []Period) {
	for index := range periods {
		period := &periods[index]
		own := &entryPeriod{period: period, fromMs: math.MinInt64, untilMs: math.MaxInt64}
		if from, err := parseDay(period.From); err == nil {
			own.fromMs = from.UnixMilli()
		}
		if until, err := parseDay(period.Until); err == nil {
			own.untilMs = until.UnixMilli()
		}
		e.periods = append(e.periods, own)
	}
	e.listsIDRegion = e.lists(e.idRegion)
}

func (e *Entry) lists(region string) bool {
	for _, own := range e.periods {
		if _, ok := own.period.Regions[region]; ok {
			return true
		}
	}
	return false
}

// RegionOf is the region whose price holds: the one that the id names; where that has no price, the one that the call
// was sent to, since such profiles cost what they cost there.
func (e *Entry) RegionOf(told string) string {
	if e.idRegion == "" {
		return told
	}
	if told == "" || e.listsIDRegion || !e.lists(told) {
		return e.idRegion
	}
	if from, ok := rules.SourceRegions[e.idRegion]; ok && from.Matches(told) {
		return told
	}
	return e.idRegion
}

// Terms are those of the first price, newest first, that holds at a call's start; else of the nearest one, said to be
// so. None only for a model without any price.
func (e *Entry) Terms(startMs int64, isTimeKnown bool, tierWord, region string) *Terms {
	if len(e.periods) == 0 {
		return nil
	}
	key := termsKey{tierWord, region}
	if !isTimeKnown {
		return e.termsOf(e.periods[0], key).withProblem("time_unknown")
	}
	var last *entryPeriod
	for _, own := range e.periods {
		if own.untilMs <= startMs && (last == nil || own.untilMs > last.untilMs) {
			last = own
		}
		if startMs < own.fromMs || startMs >= own.untilMs {
			continue
		}
		answer := holds
		if own.period.Schedule != nil {
			answer = own.period.Schedule.at(startMs, e.calendars)
		}
		switch answer {
		case holds:
			return e.termsOf(own, key)
		case unknownDay:
			return e.termsOf(own, key).withProblem("calendar_ended")
		}
	}
	if last != nil {
		return e.termsOf(last, key).withProblem("after_last_price")
	}
	return e.termsOf(e.periods[len(e.periods)-1], key).withProblem("before_first_price")
}

func (e *Entry) termsOf(own *entryPeriod, key termsKey) *Terms {
	if known := own.terms.Load(); known != nil {
		if terms, ok := (*known)[key]; ok {
			return terms
		}
	}
	own.building.Lock()
	defer own.building.Unlock()
	terms := e.build(own.period, key.tier, key.region)
	grown := map[termsKey]*Terms{}
	if known := own.terms.Load(); known != nil && len(*known) < maxTerms {
		grown = maps.Clone(*known)
	}
	grown[key] = terms
	own.terms.Store(&grown)
	return terms
}
