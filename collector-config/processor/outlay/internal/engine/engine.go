// SPDX-License-Identifier: Apache-2.0

package engine

import (
	"math/big"
	"strings"
	"sync"

	"github.com/outlay-dev/outlay/collector-config/processor/outlay/internal/ids"
	"github.com/outlay-dev/outlay/collector-config/processor/outlay/internal/prices"
	"github.com/outlay-dev/outlay/collector-config/processor/outlay/internal/usage"
)

// Hosts remembered; a service talks to a handful.
const maxHosts = 1024

// No host has a longer name.
const maxHostBytes = 255

// Engine prices calls from one table and one set of overrides. Safe for concurrent use.
type Engine struct {
	index *prices.Index
	lock  sync.RWMutex
	hosts map[string]ids.HostFacts
}

// New makes an engine over an index.
func New(index *prices.Index) *Engine {
	return &Engine{index: index, hosts: map[string]ids.HostFacts{}}
}

// TableVersion is that of the price table in use.
func (e *Engine) TableVersion() string { return e.index.Version() }

// AsksForTenants says whether a query's attributes matter.
func (e *Engine) AsksForTenants() bool { return len(e.index.Tenants()) > 0 }

// Price says what a call cost: the provider's own figure, else the sum of its passes, else its usage at the listed price.
func (e *Engine) Price(query *Query) Cost {
	host := e.hostFacts(query.ServerAddress)
	if query.ReportedCostUSD != nil {
		if pico, ok := prices.PicoFromUSD(*query.ReportedCostUSD); ok {
			return reportedCost(pico, e.index.Version())
		}
	}
	if len(query.Iterations) == 0 {
		return e.priceRequest(query, host)
	}
	return e.pricePasses(query, host)
}

func reportedCost(pico float64, tableVersion string) Cost {
	cost := Cost{Status: ProviderReported, TotalPicoUSD: pico, TableVersion: tableVersion}
	if pico > prices.MaxExact {
		cost.Exact, _ = new(big.Float).SetFloat64(pico).Int(nil)
	}
	return cost
}

func (e *Engine) hostFacts(address string) ids.HostFacts {
	if address == "" || len(address) > maxHostBytes {
		return ids.HostFacts{}
	}
	e.lock.RLock()
	facts, known := e.hosts[address]
	e.lock.RUnlock()
	if known {
		return facts
	}
	facts, _ = ids.OfHost(address)
	e.lock.Lock()
	defer e.lock.Unlock()
	if len(e.hosts) >= maxHosts {
		clear(e.hosts)
	}
	e.hosts[address] = facts
	return facts
}

// billingProvider is whose price list holds: the host decides where it is known, since clients lend their name to other
// vendors.
func billingProvider(query *Query, host ids.HostFacts) string {
	if host.Provider != "" {
		return host.Provider
	}
	return query.Provider
}

func (e *Engine) priceRequest(query *Query, host ids.HostFacts) Cost {
	provider := billingProvider(query, host)
	isMetered := query.Usage != nil && query.UsageStatus != usage.Missing
	entry, matchedBy := e.find(provider, query)
	var terms *prices.Terms
	if entry != nil {
		terms = e.terms(query, entry, host)
	}
	if terms == nil {
		if !isMetered {
			return e.unpriced(UsageMissing)
		}
		if e.index.Lists(ids.CanonicalProvider(provider)) {
			return e.unpriced(UnknownModel)
		}
		return e.unpriced(UnknownProvider)
	}
	if isMetered {
		return e.priceMetered(query, terms, matchedBy)
	}
	if !terms.Free {
		return e.unpriced(UsageMissing)
	}
	free := *query
	free.Usage = &usage.Usage{}
	return e.priceMetered(&free, terms, matchedBy)
}

// find is the price of the model that served the call, or of the one asked for.
func (e *Engine) find(provider string, query *Query) (*prices.Entry, string) {
	if query.ResponseModel != "" {
		if entry := e.index.Find(provider, query.ResponseModel); entry != nil {
			return entry, "response"
		}
	}
	if query.RequestModel == "" {
		return nil, ""
	}
	return e.index.Find(provider, query.RequestModel), "request"
}

// terms are those of a call at a price: its moment, tier, region and tenant.
func (e *Engine) terms(query *Query, entry *prices.Entry, host ids.HostFacts) *prices.Terms {
	told := query.Region
	if told == "" {
		told = host.Region
	}
	terms := entry.Terms(query.StartMs, query.IsTimeKnown, query.ServiceTier, entry.RegionOf(told))
	if terms == nil || query.Attribute == nil {
		return terms
	}
	for _, tenant := range e.index.Tenants() {
		if value, ok := query.Attribute(tenant.Attribute); ok && value == tenant.Value {
			return terms.WithFactor(tenant.Ratio())
		}
	}
	return terms
}

func (e *Engine) priceMetered(query *Query, terms *prices.Terms, matchedBy string) Cost {
	cost := Cost{
		TableVersion: e.index.Version(), ModelID: terms.ModelID, MatchedBy: matchedBy,
		Source: terms.Source, Tier: terms.Tier, Region: terms.Region,
	}
	if !bill(terms, query, e.doubts(query, terms), &cost) {
		return e.unpriced(UsageUnusable, usage.NotACount)
	}
	if cost.TotalPicoUSD > 0 || cost.Status == Priced {
		return cost
	}
	if reason := reasonForNothing(cost.Problems); reason != "" {
		return e.unpriced(reason, cost.Problems...)
	}
	return cost
}

// doubts are what is doubtful about a call before anything is counted.
func (e *Engine) doubts(query *Query, terms *prices.Terms) []string {
	var doubts []string
	for _, problems := range [...][]string{terms.Problems, query.UsageProblems} {
		for _, problem := range problems {
			doubts = usage.Add(doubts, problem)
		}
	}
	if query.IsTimeKnown && e.index.IsStale(query.StartMs) && terms.Source.Name != prices.Override {
		doubts = usage.Add(doubts, tableOld)
	}
	if query.UsageStatus == usage.Partial {
		doubts = usage.Add(doubts, usagePartial)
	}
	if query.ReportedCostUSD != nil {
		doubts = usage.Add(doubts, reportedCostUnusable)
	}
	return doubts
}

func (e *Engine) unpriced(reason string, problems ...string) Cost {
	return Cost{Status: Unpriced, Reason: reason, Problems: problems, TableVersion: e.index.Version()}
}

// reasonForNothing is why a bill that comes to nothing is no bill: nothing was counted, or nothing that was has a rate.
func reasonForNothing(problems []string) string {
	reason := ""
	for _, problem := range problems {
		switch {
		case problem == usage.NotACount:
			return UsageUnusable
		case problem == usagePartial:
			reason = UsageMissing
		case reason == "" && strings.HasPrefix(problem, prices.NoRate):
			reason = NoRates
		}
	}
	return reason
}
