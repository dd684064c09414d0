// SPDX-License-Identifier: Apache-2.0

package prices

import (
	"maps"
	"regexp"
	"strings"
	"sync"

	"github.com/outlay-dev/outlay/collector-config/processor/outlay/internal/ids"
)

const (
	// Names remembered, hits and misses together. A service uses a handful; a gateway under attack, any number.
	maxRemembered = 4096
	// No model has a longer name; somebody's content is not looked up.
	maxNameBytes = 1024
)

type nameKey struct{ provider, model string }

type compiledRule struct {
	rule            *ModelOverride
	provider, model *regexp.Regexp
}

// Index finds the price of a model by name, and remembers. Safe for concurrent use.
type Index struct {
	table     *Table
	overrides *Overrides
	staleMs   int64
	rules     []compiledRule
	aliases   map[string][]ModelAlias
	calendars map[string]Calendar
	lock      sync.RWMutex
	memo      map[nameKey]*Entry
}

// NewIndex indexes a table and a user's own prices; calls from staleAfterDays after the table's date are stale.
func NewIndex(table *Table, overrides *Overrides, staleAfterDays int) *Index {
	index := &Index{table: table, overrides: overrides, memo: map[nameKey]*Entry{}, aliases: map[string][]ModelAlias{}}
	if date, err := parseDay(table.Date); err == nil {
		index.staleMs = date.UnixMilli() + int64(staleAfterDays)*msPerDay
	}
	for place := range overrides.Models {
		rule := &overrides.Models[place]
		provider := rule.Provider
		if provider == "" {
			provider = "*"
		} else {
			provider = ids.CanonicalProvider(provider)
		}
		index.rules = append(index.rules, compiledRule{rule, globPattern(provider), globPattern(rule.Model)})
	}
	for _, alias := range overrides.Aliases {
		name := strings.ToLower(alias.Model)
		index.aliases[name] = append(index.aliases[name], alias)
	}
	index.calendars = maps.Clone(table.Calendars)
	if index.calendars == nil {
		index.calendars = map[string]Calendar{}
	}
	maps.Copy(index.calendars, overrides.Calendars)
	return index
}

func globPattern(glob string) *regexp.Regexp {
	quoted := regexp.QuoteMeta(strings.ToLower(glob))
	return regexp.MustCompile("^" + strings.ReplaceAll(quoted, `\*`, ".*") + "$")
}

// Version is that of the table.
func (x *Index) Version() string { return x.table.Version }

// Lists says whether the table lists any model of a provider.
func (x *Index) Lists(provider string) bool { return x.table.lists(provider) }

// IsStale says whether a call is long after anybody looked at prices.
func (x *Index) IsStale(startMs int64) bool { return startMs >= x.staleMs }

// Tenants are a user's factors by attribute.
func (x *Index) Tenants() []TenantOverride { return x.overrides.Tenants }

// Find is the price of a model under a provider's name, nil where neither table nor user has one.
func (x *Index) Find(provider, model string) *Entry {
	if len(model) > maxNameBytes || len(provider) > maxNameBytes {
		return nil
	}
	key := nameKey{provider, model}
	x.lock.RLock()
	entry, known := x.memo[key]
	x.lock.RUnlock()
	if known {
		return entry
	}
	entry = x.resolve(provider, model)
	x.lock.Lock()
	defer x.lock.Unlock()
	if len(x.memo) >= maxRemembered {
		clear(x.memo)
	}
	x.memo[key] = entry
	return entry
}

func (x *Index) resolve(providerName, modelName string) *Entry {
	provider, model := x.aliased(ids.CanonicalProvider(providerName), modelName)
	routes := ids.IsRouter(provider) || !x.table.lists(provider)
	var rule *ModelOverride
	for _, candidate := range ids.Candidates(provider, model) {
		if candidate.Problem == ids.PricedAsOtherProvider && !routes {
			continue
		}
		if rule == nil {
			rule = x.ruleFor(candidate)
		}
		if rule != nil && rule.Prices != nil {
			source := Source{Name: Override}
			return x.entry(candidate, listed{candidate.Provider, rule.Model, source, rule.Prices}, rule)
		}
		if found, ok := x.listed(candidate); ok {
			return x.entry(candidate, found, rule)
		}
	}
	return nil
}

func (x *Index) aliased(provider, model string) (string, string) {
	for _, alias := range x.aliases[strings.ToLower(model)] {
		if alias.Provider != "" && ids.CanonicalProvider(alias.Provider) != provider {
			continue
		}
		if alias.Use.Provider != "" {
			provider = ids.CanonicalProvider(alias.Use.Provider)
		}
		return provider, alias.Use.Model
	}
	return provider, model
}

func (x *Index) ruleFor(candidate ids.Candidate) *ModelOverride {
	for _, compiled := range x.rules {
		if compiled.provider.MatchString(candidate.Provider) && compiled.model.MatchString(candidate.ID) {
			return compiled.rule
		}
	}
	return nil
}

// listed is one model as found in a table or an override.
type listed struct {
	provider, model string
	source          Source
	periods         []Period
}

func (x *Index) listed(candidate ids.Candidate) (listed, bool) {
	if own, ok := x.row(candidate.Provider, candidate.ID); ok {
		return own, true
	}
	for _, maker := range ids.ListPriceOf(candidate.Provider) {
		if row, ok := x.row(maker, candidate.ID); ok {
			return row, true
		}
	}
	return listed{}, false
}

func (x *Index) row(provider, id string) (listed, bool) {
	place, ok := x.table.Providers[provider][id]
	if !ok {
		return listed{}, false
	}
	row := &x.table.Rows[place]
	return listed{provider, row.Model, x.table.Sources[row.Source], x.table.Prices[row.Prices]}, true
}

func (x *Index) entry(candidate ids.Candidate, found listed, rule *ModelOverride) *Entry {
	entry := &Entry{
		provider: found.provider, model: found.model, source: found.source,
		idRegion: candidate.Region, table: x.table, calendars: x.calendars,
	}
	if candidate.Problem != "" {
		entry.problems = []string{candidate.Problem}
	} else if found.provider != candidate.Provider {
		entry.problems = []string{ids.PricedAsOtherProvider}
	}
	if rule != nil && rule.Multiplier > 0 {
		entry.factor = RatioFromDecimal(rule.Multiplier)
	}
	entry.setPeriods(found.periods)
	return entry
}
