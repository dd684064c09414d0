// SPDX-License-Identifier: Apache-2.0

package usage

var lifetimes = [...]Count{CacheWrite5mTokens, CacheWrite30mTokens, CacheWrite1hTokens, CacheWrite12hTokens}

var partsOf = [...]struct{ part, whole Count }{
	{InputAudioTokens, InputTokens},
	{InputImageTokens, InputTokens},
	{InputVideoTokens, InputTokens},
	{CacheReadAudioTokens, CacheReadTokens},
	{CacheReadImageTokens, CacheReadTokens},
	{OutputAudioTokens, OutputTokens},
	{OutputImageTokens, OutputTokens},
}

// Normalize resolves contradictions among raw counts so that nothing billed is lost, and names each rule it applied.
func (u *Usage) Normalize() []Problem {
	var problems []Problem
	for name := range NumCounts {
		if u.counts[name] > MaxTokensPerCall {
			u.SetBad(name)
		}
	}
	if u.bad != 0 {
		problems = append(problems, NotACount)
		u.bad = 0
	}
	problems = u.settleWrites(problems)
	problems = u.settleWholes(problems)
	return u.dropModalities(problems)
}

// Status says how much of the bill normalised counts are; contradictory ones are not taken at their word.
func (u *Usage) Status(problems []Problem) Status {
	if !u.Has(InputTokens) && !u.Has(OutputTokens) && u.Units == nil {
		return Missing
	}
	if len(problems) > 0 {
		return Partial
	}
	return Reported
}

func (u *Usage) settleWrites(problems []Problem) []Problem {
	split := u.sum(lifetimes[:]...)
	if split == 0 {
		return problems
	}
	if !u.Has(CacheWriteTokens) {
		u.Set(CacheWriteTokens, split)
		return problems
	}
	if split <= u.Get(CacheWriteTokens) {
		return problems
	}
	for _, name := range lifetimes {
		u.Drop(name)
	}
	return Add(problems, CacheSplitExceedsWrite)
}

func (u *Usage) settleWholes(problems []Problem) []Problem {
	cached := u.sum(CacheReadTokens, CacheWriteTokens)
	if u.Has(InputTokens) && cached > u.Get(InputTokens) {
		u.Set(InputTokens, u.Get(InputTokens)+cached)
		problems = Add(problems, CacheExceedsInput)
	}
	reasoning := u.Get(ReasoningTokens)
	if u.Has(OutputTokens) && reasoning > u.Get(OutputTokens) {
		u.Set(OutputTokens, u.Get(OutputTokens)+reasoning)
		problems = Add(problems, ReasoningExceedsOutput)
	}
	return problems
}

func (u *Usage) dropModalities(problems []Problem) []Problem {
	for _, modality := range partsOf {
		if !u.Has(modality.part) || !u.Has(modality.whole) || u.Get(modality.part) <= u.Get(modality.whole) {
			continue
		}
		u.Drop(modality.part)
		problems = Add(problems, ModalityExceedsTotal)
	}
	return problems
}
