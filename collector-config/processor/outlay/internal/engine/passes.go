// SPDX-License-Identifier: Apache-2.0

package engine

import (
	"math/big"

	"github.com/outlay-dev/outlay/collector-config/processor/outlay/internal/ids"
	"github.com/outlay-dev/outlay/collector-config/processor/outlay/internal/usage"
)

// pricePasses adds up the passes of a call that bills several models; the first priced one names the model of the whole.
func (e *Engine) pricePasses(query *Query, host ids.HostFacts) Cost {
	var passes []Cost
	main := -1
	for _, pass := range callPasses(query) {
		cost := e.priceRequest(&pass, host)
		if cost.HasAmount() && main < 0 {
			main = len(passes)
		}
		passes = append(passes, cost)
	}
	if main < 0 {
		whole := *query
		whole.Iterations = nil
		return e.priceRequest(&whole, host)
	}
	return combined(passes, main)
}

// callPasses are the passes of a call as queries of their own. The sums at the top leave some of them out and are not
// priced; tool counts are only there, so they make a last pass.
func callPasses(query *Query) []Query {
	var passes []Query
	hasUnits := false
	for index := range query.Iterations {
		iteration := &query.Iterations[index]
		pass := *query
		pass.Iterations, pass.ReportedCostUSD = nil, nil
		pass.Usage = &iteration.Usage
		if iteration.Model != "" {
			pass.ResponseModel, pass.RequestModel = iteration.Model, ""
		}
		hasUnits = hasUnits || iteration.Usage.Units != nil
		passes = append(passes, pass)
	}
	if query.Usage == nil || query.Usage.Units == nil || hasUnits {
		return passes
	}
	last := *query
	last.Iterations, last.ReportedCostUSD = nil, nil
	last.Usage = &usage.Usage{Units: query.Usage.Units}
	last.Usage.Set(usage.InputTokens, 0)
	last.Usage.Set(usage.OutputTokens, 0)
	return append(passes, last)
}

func combined(passes []Cost, main int) Cost {
	sum := passes[main]
	sum.Parts = Cost{}.Parts
	sum.Problems = nil
	total := new(big.Int)
	for index := range passes {
		pass := &passes[index]
		for _, problem := range pass.Problems {
			sum.Problems = usage.Add(sum.Problems, problem)
		}
		if !pass.HasAmount() {
			sum.Problems = usage.Add(sum.Problems, iterationUnpriced)
			continue
		}
		total.Add(total, pass.Total())
		for part, amount := range pass.Parts {
			sum.Parts[part] += amount
		}
	}
	sum.setTotal(total)
	sum.Status = statusFrom(sum.Problems)
	return sum
}
