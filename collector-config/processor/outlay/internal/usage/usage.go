// SPDX-License-Identifier: Apache-2.0

// Package usage has what one provider call consumed, in one meaning whatever the vendor's.
package usage

import "math"

// Count names a token count of a call.
type Count uint8

// The token counts. InputTokens is the whole billed prompt, OutputTokens the whole answer; the others are parts.
const (
	InputTokens Count = iota
	OutputTokens
	CacheReadTokens
	CacheWriteTokens
	CacheWrite5mTokens
	CacheWrite30mTokens
	CacheWrite1hTokens
	CacheWrite12hTokens
	ReasoningTokens
	InputAudioTokens
	InputImageTokens
	InputVideoTokens
	CacheReadAudioTokens
	CacheReadImageTokens
	OutputAudioTokens
	OutputImageTokens
	NumCounts
)

// Names are the counts' names in the TypeScript packages and in price files.
var Names = [NumCounts]string{
	"inputTokens", "outputTokens", "cacheReadTokens", "cacheWriteTokens", "cacheWrite5mTokens", "cacheWrite30mTokens",
	"cacheWrite1hTokens", "cacheWrite12hTokens", "reasoningTokens", "inputAudioTokens", "inputImageTokens",
	"inputVideoTokens", "cacheReadAudioTokens", "cacheReadImageTokens", "outputAudioTokens", "outputImageTokens",
}

// MaxCount is the largest whole number that every engine counts exactly: 2^53 - 1.
const MaxCount = 1<<53 - 1

// MaxTokensPerCall is the largest count taken at its word; anything above is a defect in what was reported.
const MaxTokensPerCall = 1_000_000_000

// Usage is what one call consumed. The zero value knows nothing; a count that was not set is unknown, never zero.
type Usage struct {
	counts [NumCounts]int64
	told   uint32
	// Counts that were told and are none: negative, fractional, no number.
	bad   uint32
	Units *Units
}

// Set tells a count.
func (u *Usage) Set(name Count, count int64) {
	u.counts[name] = count
	u.told |= 1 << name
	u.bad &^= 1 << name
	if count < 0 || count > MaxCount {
		u.SetBad(name)
	}
}

// SetBad notes that what was told under a name is no count.
func (u *Usage) SetBad(name Count) {
	u.Drop(name)
	u.bad |= 1 << name
}

// Drop makes a count unknown.
func (u *Usage) Drop(name Count) {
	u.counts[name] = 0
	u.told &^= 1 << name
}

// Has says whether a count is known.
func (u *Usage) Has(name Count) bool { return u.told&(1<<name) != 0 }

// Get is a count, 0 where it is unknown.
func (u *Usage) Get(name Count) int64 { return u.counts[name] }

// IsContradicted says whether anything told is no count.
func (u *Usage) IsContradicted() bool { return u.bad != 0 }

func (u *Usage) sum(names ...Count) int64 {
	var total int64
	for _, name := range names {
		total += u.counts[name]
	}
	return total
}

// Units are things billed by piece or time; the order of Amounts is that of the rules' units.
type Units struct {
	Amounts [MaxUnits]float64
	told    uint32
	// MediaSize and MediaQuality are in the vendor's words; empty is not told.
	MediaSize, MediaQuality string
}

// MaxUnits is how many kinds of unit there may be.
const MaxUnits = 16

// Set tells how many of a unit there were.
func (u *Units) Set(unit int, amount float64) {
	u.Amounts[unit] = amount
	u.told |= 1 << unit
}

// Has says whether an amount is known.
func (u *Units) Has(unit int) bool { return u.told&(1<<unit) != 0 }

// Whole is a number as a count; false if it is negative, fractional or too large to be exact.
func Whole(value float64) (int64, bool) {
	if value != math.Trunc(value) || value < 0 || value > MaxCount {
		return 0, false
	}
	return int64(value), true
}
