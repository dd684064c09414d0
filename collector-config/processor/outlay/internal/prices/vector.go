// SPDX-License-Identifier: Apache-2.0

package prices

// Vector has the rates of one card with every gap filled by a stated rule.
type Vector struct {
	// pico-USD per token, by category.
	Rates [NumCategories]int64
	// Part on whose line the amount appears.
	BilledAs [NumCategories]Part
	// What to report if the category was used.
	Problems [NumCategories]string
	// Categories with a problem, a bit each.
	Doubtful uint32
	// Whether a call is expected to have input, output tokens at all; embeddings have no output.
	ExpectsInput, ExpectsOutput bool
}

func newVector(card *Rates) *Vector {
	var vector Vector
	for index := range rules.Categories {
		rate, problem := resolve(index, card)
		vector.Rates[index] = rate
		vector.BilledAs[index] = lineOf(index, card)
		vector.Problems[index] = problem
		if problem != "" {
			vector.Doubtful |= 1 << index
		}
	}
	vector.ExpectsInput = card.rate[UncachedInput] > 0
	vector.ExpectsOutput = card.rate[Output] > 0
	return &vector
}

func resolve(index int, card *Rates) (int64, string) {
	if rate, ok := card.get(index); ok {
		return rate, ""
	}
	switch Part(index) {
	case CacheWrite:
		return resolveUnsplitWrite(card)
	case CacheWrite5m, CacheWrite30m, CacheWrite1h, CacheWrite12h:
		return resolveLifetime(index, card)
	}
	own := &rules.Categories[index]
	rate, ok := parentRate(own.parent, card)
	if ok && (rate == 0 || own.Usual) {
		return rate, ""
	}
	return missing(index, rate)
}

func missing(index int, rate int64) (int64, string) {
	return rate, NoRate + rules.Categories[index].Part
}

// Writes of a known lifetime: the rate for every lifetime, else the dearest other write rate, else plain input.
func resolveLifetime(index int, card *Rates) (int64, string) {
	if rate, ok := card.get(int(CacheWrite)); ok {
		return rate, ""
	}
	dearest := int64(-1)
	for lifetime := CacheWrite5m; lifetime <= CacheWrite12h; lifetime++ {
		if rate, ok := card.get(int(lifetime)); ok {
			dearest = max(dearest, rate)
		}
	}
	if dearest < 0 {
		dearest = card.rate[UncachedInput]
	}
	return missing(index, dearest)
}

// Writes of an unknown lifetime: the shortest that has a rate, in doubt unless it is the only one.
func resolveUnsplitWrite(card *Rates) (int64, string) {
	shortest, rated := int64(0), 0
	for lifetime := CacheWrite5m; lifetime <= CacheWrite12h; lifetime++ {
		rate, ok := card.get(int(lifetime))
		if !ok {
			continue
		}
		if rated++; rated == 1 {
			shortest = rate
		}
	}
	switch rated {
	case 0:
		return missing(int(CacheWrite), card.rate[UncachedInput])
	case 1:
		return shortest, ""
	default:
		return shortest, "cache_write_lifetime_unknown"
	}
}

func parentRate(parent int, card *Rates) (int64, bool) {
	if parent < 0 {
		return 0, false
	}
	if rate, ok := card.get(parent); ok {
		return rate, true
	}
	if Part(parent) == CacheRead {
		return card.get(int(UncachedInput))
	}
	return 0, false
}

func lineOf(index int, card *Rates) Part {
	own := &rules.Categories[index]
	if _, ok := card.get(index); ok || !own.Folds {
		return Part(index)
	}
	return Part(own.parent)
}
