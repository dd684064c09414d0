// SPDX-License-Identifier: Apache-2.0

// Package engine prices calls: the engine of packages/pricing in Go, held to it by shared vectors.
package engine

import (
	"math/big"

	"github.com/outlay-dev/outlay/collector-config/processor/outlay/internal/prices"
	"github.com/outlay-dev/outlay/collector-config/processor/outlay/internal/usage"
)

// Query is what has to be known of a call to price it. Empty texts are absent. Nothing here reads a clock: StartMs selects
// the price in force.
type Query struct {
	Provider, RequestModel, ResponseModel string
	ServerAddress, ServiceTier, Region    string
	SearchContextSize                     string
	StartMs                               int64
	IsTimeKnown                           bool
	// nil where nothing was told.
	Usage         *usage.Usage
	UsageStatus   usage.Status
	UsageProblems []usage.Problem
	// Passes of a call that bills several models.
	Iterations []Iteration
	// What the provider says that it charged; nil where it says nothing.
	ReportedCostUSD *float64
	// Attributes of the call, for a tenant's factor; nil for none.
	Attribute func(name string) (string, bool)
}

// Iteration is one model pass inside a call.
type Iteration struct {
	Model string
	Usage usage.Usage
}

// Status says how certain a cost is.
type Status = string

// The statuses.
const (
	Priced           Status = "priced"
	Stale            Status = "stale"
	Estimated        Status = "estimated"
	Partial          Status = "partial"
	ProviderReported Status = "provider_reported"
	Unpriced         Status = "unpriced"
)

// Why there is no amount.
const (
	UnknownProvider = "unknown_provider"
	UnknownModel    = "unknown_model"
	NoRates         = "no_rates"
	UsageMissing    = "usage_missing"
	UsageUnusable   = "usage_unusable"
)

// Problems of the engine's own.
const (
	usagePartial         = "usage_partial"
	tableOld             = "table_old"
	reportedCostUnusable = "reported_cost_unusable"
	iterationUnpriced    = "iteration_unpriced"
	mediaKindAssumed     = "media_kind_assumed"
)

// Cost is what a call cost, or that nobody knows: an unpriced one has a reason and no amount, never zero.
type Cost struct {
	Status, Reason string
	// Whole pico-USD, exact up to 2^53 - 1; above that the nearest double, and Exact is there.
	TotalPicoUSD float64
	Exact        *big.Int
	// pico-USD by line of the bill.
	Parts [prices.NumParts]float64
	// Row of the table, or pattern of the override, that was used.
	ModelID string
	// `response` or `request`: which of the call's model names a price was found for.
	MatchedBy string
	Source    prices.Source
	// Tier whose card was used, region whose price was, and lower bound of the context band.
	Tier, Region   string
	BandOverTokens int64
	TableVersion   string
	Problems       []string
}

// Total is the amount in whole pico-USD.
func (c *Cost) Total() *big.Int {
	if c.Exact != nil {
		return c.Exact
	}
	return big.NewInt(int64(c.TotalPicoUSD))
}

// HasAmount says whether there is one.
func (c *Cost) HasAmount() bool { return c.Status != Unpriced }

var severity = map[string]int{Priced: 0, Stale: 1, Estimated: 2, Partial: 3}

// statusFrom is the worst status that any of the problems means.
func statusFrom(problems []string) string {
	worst := Priced
	for _, problem := range problems {
		if status := prices.StatusOfProblem(problem); severity[status] > severity[worst] {
			worst = status
		}
	}
	return worst
}
