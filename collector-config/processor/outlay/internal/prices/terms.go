// SPDX-License-Identifier: Apache-2.0

package prices

// Terms are everything that the table and the user say about a kind of call: one model, period, tier and region.
type Terms struct {
	Provider, ModelID string
	Period            *Period
	Source            Source
	Tier, Region      string
	// A user's factor over everything; the same with the region's on top, over tokens only.
	Factor, TokenFactor Ratio
	base                band
	// Longest first.
	longer []band
	// Whether such a call costs nothing, whatever it used: then its usage need not be known.
	Free bool
	// What is doubtful whatever the call used.
	Problems []string
}

type band struct {
	overTokens int64
	vector     *Vector
}

// Base are the rates of short prompts.
func (t *Terms) Base() *Vector { return t.base.vector }

// Band are the rates of the band whose lower bound a prompt exceeds, and that bound.
func (t *Terms) Band(promptTokens int64) (*Vector, int64) {
	for _, longer := range t.longer {
		if promptTokens > longer.overTokens {
			return longer.vector, longer.overTokens
		}
	}
	return t.base.vector, 0
}

// WithFactor are terms with one more factor over everything.
func (t *Terms) WithFactor(factor Ratio) *Terms {
	changed := *t
	changed.Factor = t.Factor.Times(factor)
	changed.TokenFactor = t.TokenFactor.Times(factor)
	return &changed
}

func (t *Terms) withProblem(problem string) *Terms {
	changed := *t
	changed.Problems = append(append([]string{}, t.Problems...), problem)
	return &changed
}

// build makes the terms of a tier and region in the vendor's words; empty is absent.
func (e *Entry) build(period *Period, tierWord, regionWord string) *Terms {
	region, unlisted := chooseRegion(regionWord, period.Regions)
	cards := &period.TieredCard
	terms := &Terms{
		Provider: e.provider, ModelID: e.model, Period: period, Source: e.source,
		Tier: standard, Region: region, Factor: e.factor, TokenFactor: e.factor,
		Problems: append([]string{}, e.problems...),
	}
	if regional, ok := period.Regions[region]; ok && region != "" {
		if regional.Multiplier > 0 {
			terms.TokenFactor = e.factor.Times(RatioFromDecimal(regional.Multiplier))
		} else {
			cards = &regional.TieredCard
		}
	}
	tier := tierFromWord(tierWord, cards.Tiers)
	card, listed := cards.Tiers[tier]
	if listed {
		terms.Tier = tier
	} else {
		card = cards.Card
	}
	if unlisted {
		terms.Problems = append(terms.Problems, "region_not_listed")
	}
	if !listed && tier != standard {
		terms.Problems = append(terms.Problems, "tier_not_listed")
	}
	if card.Source != nil && *card.Source >= 0 && *card.Source < len(e.table.Sources) {
		terms.Source = e.table.Sources[*card.Source]
	}
	terms.setBands(&card)
	terms.Free = period.isFree(&card)
	return terms
}

func (t *Terms) setBands(card *Card) {
	t.base = band{0, newVector(&card.Rates)}
	for index := len(card.Context) - 1; index >= 0; index-- {
		longer := &card.Context[index]
		t.longer = append(t.longer, band{longer.Over, newVector(&longer.Rates)})
	}
}

func (p *Period) isFree(card *Card) bool {
	if p.Units != nil || p.Variants != nil || len(card.Context) > 0 {
		return false
	}
	if p.Request != nil && (p.Request.isGraded || p.Request.Low != 0) {
		return false
	}
	if input, ok := card.Rates.get(int(UncachedInput)); !ok || input != 0 {
		return false
	}
	for _, rate := range card.Rates.rate {
		if rate != 0 {
			return false
		}
	}
	return true
}

// Of is the fee of a call, and what is doubtful about it.
func (f *Fee) Of(searchContextSize string) (int64, string) {
	if !f.isGraded {
		return f.Low, ""
	}
	switch searchContextSize {
	case "low":
		return f.Low, ""
	case "medium":
		return f.Medium, ""
	case "high":
		return f.High, ""
	default:
		return f.Low, "search_context_assumed_low"
	}
}
