// SPDX-License-Identifier: Apache-2.0

package engine

import (
	"math"
	"strings"

	"github.com/outlay-dev/outlay/collector-config/processor/outlay/internal/prices"
	"github.com/outlay-dev/outlay/collector-config/processor/outlay/internal/usage"
)

// Times are counted in thousandths, so that every count is whole.
const thousandths = 1000

// charge is one product of a bill: count × rate × factor.
type charge struct {
	part        prices.Part
	count, rate int64
	factor      prices.Ratio
	problem     string
}

// unitCharges are everything of a call that is billed by piece, by time, or by the call itself.
func unitCharges(used *usage.Usage, period *prices.Period, searchContextSize string) []charge {
	var charges []charge
	if units := used.Units; units != nil {
		for index := range prices.Units() {
			if !units.Has(index) {
				continue
			}
			if one, ok := unitCharge(index, units, period); ok {
				charges = append(charges, one)
			}
		}
	}
	if period.Request != nil {
		rate, problem := period.Request.Of(searchContextSize)
		charges = append(charges, charge{part: prices.Request, count: 1, rate: rate, problem: problem})
	}
	return charges
}

func unitCharge(index int, units *usage.Units, period *prices.Period) (charge, bool) {
	unit := &prices.Units()[index]
	one := charge{part: unit.Part}
	amount := units.Amounts[index]
	if unit.IsTime {
		amount = math.Floor(amount*thousandths + 0.5)
	}
	count, ok := usage.Whole(amount)
	if !ok {
		one.problem = usage.NotACount
		return one, true
	}
	if count == 0 {
		return one, false
	}
	rate, isListed, problem := listedRate(unit.Name, units, period)
	one.count, one.problem = count, problem
	if !isListed {
		one.problem = prices.NoRate + unit.Name
		return one, true
	}
	one.rate = rate.PicoUSD
	if unit.IsTime {
		one.factor = prices.NewRatio(1, thousandths)
	}
	if rate.Per != 1 {
		one.factor = one.factor.Times(prices.NewRatio(1, rate.Per))
	}
	return one, true
}

// mediaKind is the kind of image or video by which a price list may go: `hd 1024x1792`; empty is the provider's default.
func mediaKind(units *usage.Units) string {
	var words []string
	for _, told := range [...]string{units.MediaQuality, units.MediaSize} {
		word := strings.ToLower(strings.TrimSpace(told))
		if !prices.IsDefaultMediaKind(word) {
			words = append(words, word)
		}
	}
	return strings.Join(words, " ")
}

// listedRate is the rate of a unit, by size and quality where that makes a price.
func listedRate(name string, units *usage.Units, period *prices.Period) (prices.UnitRate, bool, string) {
	rate, ok := period.Units[name]
	hasKinds := false
	for _, own := range period.Variants {
		if _, lists := own[name]; lists {
			hasKinds = true
		}
	}
	if !hasKinds {
		return rate, ok, ""
	}
	kind := mediaKind(units)
	if own, lists := period.Variants[kind][name]; lists {
		return own, true, ""
	}
	if kind == "" && (units.MediaSize != "" || units.MediaQuality != "") {
		return rate, ok, ""
	}
	return rate, ok, mediaKindAssumed
}
