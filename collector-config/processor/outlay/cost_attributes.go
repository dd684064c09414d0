// SPDX-License-Identifier: Apache-2.0

package outlay

import (
	"go.opentelemetry.io/collector/pdata/pcommon"

	"github.com/outlay-dev/outlay/collector-config/processor/outlay/internal/engine"
	"github.com/outlay-dev/outlay/collector-config/processor/outlay/internal/names"
	"github.com/outlay-dev/outlay/collector-config/processor/outlay/internal/prices"
)

const duplicate = "duplicate"

// Most attributes that a cost puts on a span.
const maxCostAttributes = 14

// The kinds of token and unit that spans tell apart, and the lines of a bill in each.
var kinds = [...]struct {
	attribute string
	parts     []prices.Part
}{
	{names.CostUncachedInputUSD, []prices.Part{
		prices.UncachedInput, prices.InputAudio, prices.InputImage, prices.InputVideo,
	}},
	{names.CostCacheReadUSD, []prices.Part{prices.CacheRead, prices.CacheReadAudio, prices.CacheReadImage}},
	{names.CostCacheWriteUSD, []prices.Part{
		prices.CacheWrite, prices.CacheWrite5m, prices.CacheWrite30m, prices.CacheWrite1h, prices.CacheWrite12h,
	}},
	{names.CostOutputUSD, []prices.Part{prices.Output, prices.Reasoning, prices.OutputAudio, prices.OutputImage}},
	{names.CostUnitsUSD, []prices.Part{prices.Tools, prices.Media, prices.Request}},
}

// takeEmitterCost moves a cost that the emitter of a span worked out itself to a name that nobody adds up: backends sum the
// usual one over all spans, and a call that is seen twice, or that has no price, would have the emitter's estimate in its
// bill.
func takeEmitterCost(attributes pcommon.Map) {
	told, ok := attributes.Get(names.GenAIUsageCost)
	if !ok {
		return
	}
	var usd float64
	isNumber := true
	switch told.Type() {
	case pcommon.ValueTypeDouble:
		usd = told.Double()
	case pcommon.ValueTypeInt:
		usd = float64(told.Int())
	default:
		isNumber = false
	}
	attributes.Remove(names.GenAIUsageCost)
	if isNumber {
		attributes.PutDouble(names.CostEmitterUSD, usd)
	}
}

func writeDuplicate(attributes pcommon.Map, bill pcommon.SpanID) {
	attributes.PutStr(names.CostStatus, duplicate)
	attributes.PutStr(names.CostDuplicateOf, bill.String())
}

// writeCost writes a cost on the span of its call. An unpriced call gets its status and no amount. The price of the same
// call without a cache, where there is one, says what the cache saved.
func writeCost(attributes pcommon.Map, cost, uncached *engine.Cost) {
	attributes.EnsureCapacity(attributes.Len() + maxCostAttributes)
	attributes.PutStr(names.CostStatus, cost.Status)
	attributes.PutStr(names.CostTableVersion, cost.TableVersion)
	writeProblems(attributes, cost)
	if !cost.HasAmount() {
		return
	}
	totalUSD := prices.USD(cost.TotalPicoUSD)
	attributes.PutDouble(names.GenAIUsageCost, totalUSD)
	attributes.PutDouble(names.CostTotalUSD, totalUSD)
	attributes.PutInt(names.CostTotalNanoUSD, prices.NanoUSD(cost.TotalPicoUSD))
	if cost.Status == engine.ProviderReported {
		attributes.PutStr(names.CostSource, "provider")
		return
	}
	attributes.PutStr(names.CostSource, cost.Source.Name)
	attributes.PutStr(names.CostModel, cost.ModelID)
	attributes.PutStr(names.CostModelSource, cost.MatchedBy)
	for index := range kinds {
		picoUSD := 0.0
		for _, part := range kinds[index].parts {
			picoUSD += cost.Parts[part]
		}
		if picoUSD > 0 {
			attributes.PutDouble(kinds[index].attribute, prices.USD(picoUSD))
		}
	}
	if uncached != nil && uncached.HasAmount() {
		attributes.PutDouble(names.CostCacheSavedUSD, prices.USD(uncached.TotalPicoUSD-cost.TotalPicoUSD))
	}
}

func writeProblems(attributes pcommon.Map, cost *engine.Cost) {
	if cost.HasAmount() && len(cost.Problems) == 0 {
		return
	}
	list := attributes.PutEmptySlice(names.CostProblems)
	if !cost.HasAmount() {
		list.AppendEmpty().SetStr(cost.Reason)
	}
	for _, problem := range cost.Problems {
		list.AppendEmpty().SetStr(problem)
	}
}
