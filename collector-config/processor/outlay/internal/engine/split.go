// SPDX-License-Identifier: Apache-2.0

package engine

import (
	"github.com/outlay-dev/outlay/collector-config/processor/outlay/internal/prices"
	"github.com/outlay-dev/outlay/collector-config/processor/outlay/internal/usage"
)

// counts are disjoint token categories.
type counts struct {
	count [prices.NumCategories]int64
	used  uint32
	// Counts contradict each other: the rest means nothing, and a repair is due.
	inconsistent bool
}

func (c *counts) note(category prices.Part, count int64) {
	if count == 0 {
		return
	}
	c.count[category] = count
	c.used |= 1 << category
	if count < 0 || count > usage.MaxCount {
		c.inconsistent = true
	}
}

func split(used *usage.Usage) counts {
	var split counts
	split.inconsistent = used.IsContradicted()
	split.writes(used)
	split.input(used)
	audioRead, imageRead := used.Get(usage.CacheReadAudioTokens), used.Get(usage.CacheReadImageTokens)
	split.note(prices.CacheReadAudio, audioRead)
	split.note(prices.CacheReadImage, imageRead)
	split.note(prices.CacheRead, used.Get(usage.CacheReadTokens)-audioRead-imageRead)
	reasoning := used.Get(usage.ReasoningTokens)
	audio, image := used.Get(usage.OutputAudioTokens), used.Get(usage.OutputImageTokens)
	split.note(prices.Reasoning, reasoning)
	split.note(prices.OutputAudio, audio)
	split.note(prices.OutputImage, image)
	split.note(prices.Output, used.Get(usage.OutputTokens)-reasoning-audio-image)
	return split
}

func (c *counts) writes(used *usage.Usage) {
	m5, m30 := used.Get(usage.CacheWrite5mTokens), used.Get(usage.CacheWrite30mTokens)
	h1, h12 := used.Get(usage.CacheWrite1hTokens), used.Get(usage.CacheWrite12hTokens)
	c.note(prices.CacheWrite5m, m5)
	c.note(prices.CacheWrite30m, m30)
	c.note(prices.CacheWrite1h, h1)
	c.note(prices.CacheWrite12h, h12)
	c.note(prices.CacheWrite, used.Get(usage.CacheWriteTokens)-m5-m30-h1-h12)
}

// A modality of the prompt includes what of it was cached; writes are not told by modality and count as text.
func (c *counts) input(used *usage.Usage) {
	audio := fresh(used, usage.InputAudioTokens, usage.CacheReadAudioTokens)
	image := fresh(used, usage.InputImageTokens, usage.CacheReadImageTokens)
	video := used.Get(usage.InputVideoTokens)
	c.note(prices.InputAudio, audio)
	c.note(prices.InputImage, image)
	c.note(prices.InputVideo, video)
	cached := used.Get(usage.CacheReadTokens) + used.Get(usage.CacheWriteTokens)
	c.note(prices.UncachedInput, used.Get(usage.InputTokens)-cached-audio-image-video)
}

func fresh(used *usage.Usage, whole, read usage.Count) int64 {
	if !used.Has(whole) {
		return 0
	}
	return used.Get(whole) - used.Get(read)
}
