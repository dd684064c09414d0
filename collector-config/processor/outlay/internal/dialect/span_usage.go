// SPDX-License-Identifier: Apache-2.0

package dialect

import (
	"slices"

	"github.com/outlay-dev/outlay/collector-config/processor/outlay/internal/prices"
	"github.com/outlay-dev/outlay/collector-config/processor/outlay/internal/usage"
)

// Prompts shorter than this are not cached by the vendors that count cached input inside the input.
const smallestCachedPrompt = 1024

// spanUsage is what a span says was used, and how much of the bill that is.
type spanUsage struct {
	usage    usage.Usage
	problems []usage.Problem
	status   usage.Status
}

// usageOf brings the counts of a span to one meaning, by the rules of its dialect and by what the counts say of each other.
func usageOf(told *facts, dialect *Dialect, provider, operation string) spanUsage {
	if told.isBlank() {
		return spanUsage{status: usage.Missing}
	}
	cacheBeside := isBeside(dialect.Cache, tables.CacheBesideInput, provider)
	read := spanUsage{usage: told.rawUsage(dialect, provider, cacheBeside)}
	read.problems = read.usage.Normalize()
	read.status = read.usage.Status(read.problems)
	if read.status == usage.Missing || operation == "embeddings" || operation == "rerank" {
		return read
	}
	// Thoughts that are neither told nor in the output are missing from the bill.
	if dialect.LosesReasoning && !told[reasoning].isTold {
		read.status = usage.Partial
	}
	tellsCache := told[cacheRead].isTold || told[cacheWrite].isTold
	read.addUntold(told, dialect.LosesCache && !tellsCache, cacheBeside)
	return read
}

// addUntold adds what the counts, or the emitter's habits, say is missing.
func (s *spanUsage) addUntold(told *facts, isCacheUntold, cacheBeside bool) {
	isHalf := !s.usage.Has(usage.InputTokens) || !s.usage.Has(usage.OutputTokens)
	counted := s.usage.Get(usage.InputTokens) + s.usage.Get(usage.OutputTokens)
	isMore := !isHalf && told[total].count() > counted
	if isMore {
		s.problems = append(s.problems, usage.TotalExceedsCounts)
	}
	// Inside, all of the input is known and at most too dear; beside, what was cached is not in it at all.
	inputTokens := s.usage.Get(usage.InputTokens)
	couldBeCached := cacheBeside || inputTokens >= smallestCachedPrompt && inputTokens <= usage.MaxTokensPerCall
	if isCacheUntold && couldBeCached {
		s.problems = append(s.problems, usage.CacheNotTold)
	}
	if isHalf || isMore || isCacheUntold && cacheBeside {
		s.status = usage.Partial
	}
}

// isBlank: no model answers nothing to nothing; emitters write zeros for counts that they did not get.
func (f *facts) isBlank() bool {
	return f[input].isZero() && (f[output].isZero() || !f[output].isTold)
}

var countFacts = [...]struct {
	fact fact
	name usage.Count
}{
	{cacheRead, usage.CacheReadTokens},
	{cacheWrite, usage.CacheWriteTokens},
	{cacheWrite5m, usage.CacheWrite5mTokens},
	{cacheWrite30m, usage.CacheWrite30mTokens},
	{cacheWrite1h, usage.CacheWrite1hTokens},
	{cacheWrite12h, usage.CacheWrite12hTokens},
	{reasoning, usage.ReasoningTokens},
	{inputAudio, usage.InputAudioTokens},
	{inputImage, usage.InputImageTokens},
	{cacheReadAudio, usage.CacheReadAudioTokens},
	{cacheReadImage, usage.CacheReadImageTokens},
	{outputAudio, usage.OutputAudioTokens},
	{outputImage, usage.OutputImageTokens},
}

var webSearchUnit, _ = prices.UnitIndex("webSearchRequests")

func (f *facts) rawUsage(dialect *Dialect, provider string, byTable bool) usage.Usage {
	var raw usage.Usage
	cached := f[cacheRead].count() + f.written()
	cacheBeside := cached > 0 && f.isCacheBeside(cached, byTable)
	cachedBeside := int64(0)
	if cacheBeside {
		cachedBeside = cached
	}
	reasoned := int64(0)
	if f.isReasoningBeside(cachedBeside, dialect, provider) {
		reasoned = f[reasoning].count()
	}
	setCount(&raw, usage.InputTokens, &f[input], cachedBeside)
	setCount(&raw, usage.OutputTokens, &f[output], reasoned)
	for _, told := range countFacts {
		setCount(&raw, told.name, &f[told.fact], 0)
	}
	if searches := f[webSearches].count(); searches > 0 {
		raw.Units = &usage.Units{}
		raw.Units.Set(webSearchUnit, float64(searches))
	}
	return raw
}

func setCount(raw *usage.Usage, name usage.Count, told *value, beside int64) {
	if !told.isTold {
		return
	}
	if !told.isCount() {
		raw.SetBad(name)
		return
	}
	raw.Set(name, told.whole+beside)
}

func (f *facts) written() int64 {
	if f[cacheWrite].isCount() {
		return f[cacheWrite].whole
	}
	return f[cacheWrite5m].count() + f[cacheWrite1h].count()
}

// isCacheBeside: the counts settle it where they can. That a total is input and output added up settles nothing: emitters
// add up what they have.
func (f *facts) isCacheBeside(cached int64, byTable bool) bool {
	if f[uncached].isCount() && f[input].isCount() {
		return f[input].whole == f[uncached].whole
	}
	return byTable || f[total].isCount() && f[total].whole == f[input].count()+f[output].count()+cached
}

func (f *facts) isReasoningBeside(cachedBeside int64, dialect *Dialect, provider string) bool {
	if f[reasoning].count() == 0 {
		return false
	}
	whole := f[input].count() + cachedBeside + f[output].count() + f[reasoning].count()
	isTotal := f[total].isWhole && f[total].whole == whole
	return isTotal || isBeside(dialect.Reasoning, tables.ReasoningBesideOutput, provider)
}

func isBeside(rule inclusion, vendors []string, provider string) bool {
	return rule == beside || rule == byProvider && slices.Contains(vendors, provider)
}
