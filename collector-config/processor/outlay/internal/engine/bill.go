// SPDX-License-Identifier: Apache-2.0

package engine

import (
	"math/big"
	"math/bits"

	"github.com/outlay-dev/outlay/collector-config/processor/outlay/internal/prices"
	"github.com/outlay-dev/outlay/collector-config/processor/outlay/internal/usage"
)

// bill bills a call, after repair if its counts contradict each other; false when they are beyond repair.
func bill(terms *prices.Terms, query *Query, doubts []string, into *Cost) bool {
	base := terms.Base()
	used := query.Usage
	partial := base.ExpectsInput && !used.Has(usage.InputTokens) || base.ExpectsOutput && !used.Has(usage.OutputTokens)
	categories := split(used)
	if partial || categories.inconsistent {
		repaired, problems := used.Repaired()
		categories = split(&repaired)
		if categories.inconsistent {
			return false
		}
		used = &repaired
		if partial {
			doubts = usage.Add(doubts, usagePartial)
		}
		for _, problem := range problems {
			doubts = usage.Add(doubts, problem)
		}
	}
	vector, over := terms.Band(used.Get(usage.InputTokens))
	charges := unitCharges(used, terms.Period, query.SearchContextSize)
	into.BandOverTokens = over
	into.Problems = gatherProblems(vector, categories.used, charges, doubts)
	into.Status = statusFrom(into.Problems)
	if !addUp(vector, terms, &categories, charges, into) {
		addUpExactly(vector, terms, &categories, charges, into)
	}
	return true
}

func gatherProblems(vector *prices.Vector, used uint32, charges []charge, doubts []string) []string {
	for rest := used & vector.Doubtful; rest != 0; rest &= rest - 1 {
		doubts = usage.Add(doubts, vector.Problems[bits.TrailingZeros32(rest)])
	}
	for index := range charges {
		if problem := charges[index].problem; problem != "" {
			doubts = usage.Add(doubts, problem)
		}
	}
	return doubts
}

// addUp multiplies out and adds up; false where an amount is too large to be exact in a double.
func addUp(vector *prices.Vector, terms *prices.Terms, used *counts, charges []charge, into *Cost) bool {
	var parts [prices.NumParts]int64
	var total int64
	for rest := used.used; rest != 0; rest &= rest - 1 {
		index := bits.TrailingZeros32(rest)
		amount, ok := prices.Amount(used.count[index], vector.Rates[index], terms.TokenFactor)
		if !ok || amount > prices.MaxExact {
			return false
		}
		parts[vector.BilledAs[index]] += amount
		total += amount
	}
	for index := range charges {
		one := &charges[index]
		amount, ok := prices.Amount(one.count, one.rate, one.factor.Times(terms.Factor))
		if !ok || amount > prices.MaxExact {
			return false
		}
		parts[one.part] += amount
		total += amount
	}
	if total > prices.MaxExact {
		return false
	}
	for index, amount := range parts {
		into.Parts[index] = float64(amount)
	}
	into.TotalPicoUSD = float64(total)
	return true
}

// addUpExactly is the same bill, exact whatever its size; its parts are the nearest doubles.
func addUpExactly(vector *prices.Vector, terms *prices.Terms, used *counts, charges []charge, into *Cost) {
	total := new(big.Int)
	add := func(part prices.Part, amount *big.Int) {
		total.Add(total, amount)
		nearest, _ := new(big.Float).SetInt(amount).Float64()
		into.Parts[part] += nearest
	}
	for rest := used.used; rest != 0; rest &= rest - 1 {
		index := bits.TrailingZeros32(rest)
		add(vector.BilledAs[index], prices.ExactAmount(used.count[index], vector.Rates[index], terms.TokenFactor))
	}
	for index := range charges {
		one := &charges[index]
		add(one.part, prices.ExactAmount(one.count, one.rate, one.factor.Times(terms.Factor)))
	}
	into.setTotal(total)
}

func (c *Cost) setTotal(total *big.Int) {
	c.TotalPicoUSD, _ = new(big.Float).SetInt(total).Float64()
	c.Exact = nil
	if c.TotalPicoUSD > prices.MaxExact {
		c.Exact = total
	}
}
