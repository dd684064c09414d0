// SPDX-License-Identifier: Apache-2.0

package usage

// Repaired makes inconsistent usage consistent, so that nothing billed is lost, and names each rule it applied.
func (u *Usage) Repaired() (Usage, []Problem) {
	repaired := *u
	var problems []Problem
	if repaired.bad != 0 {
		problems = append(problems, NotACount)
		repaired.bad = 0
	}
	if repaired.repairWrites() {
		problems = append(problems, CacheSplitExceedsWrite)
	}
	if repaired.includeParts(InputTokens, CacheReadTokens, CacheWriteTokens) {
		problems = append(problems, CacheExceedsInput)
	}
	if repaired.includeParts(OutputTokens, ReasoningTokens) {
		problems = append(problems, ReasoningExceedsOutput)
	}
	if repaired.cutModalities() {
		problems = append(problems, ModalityExceedsTotal)
	}
	return repaired, problems
}

// force tells a count that arithmetic made; one that is too large stays, and is found when it is billed.
func (u *Usage) force(name Count, count int64) {
	u.counts[name] = count
	u.told |= 1 << name
}

// A total smaller than its lifetimes says that the lifetimes are wrong; an unknown total is their sum.
func (u *Usage) repairWrites() bool {
	split := u.sum(lifetimes[:]...)
	if !u.Has(CacheWriteTokens) {
		if split > 0 {
			u.force(CacheWriteTokens, split)
		}
		return false
	}
	if split <= u.Get(CacheWriteTokens) {
		return false
	}
	for _, name := range lifetimes {
		u.Drop(name)
	}
	return true
}

// A whole smaller than its parts was told without them: they are added. An unknown whole is at least its parts.
func (u *Usage) includeParts(whole Count, parts ...Count) bool {
	least := u.sum(parts...)
	if least <= u.Get(whole) {
		return false
	}
	told := u.Has(whole)
	u.force(whole, u.Get(whole)+least)
	return told
}

// cutTo cuts parts down, last named first, until they fit into what there is of their whole.
func cutTo(available int64, parts ...*int64) bool {
	excess := -available
	for _, part := range parts {
		excess += *part
	}
	if excess <= 0 {
		return false
	}
	for index := len(parts) - 1; index >= 0; index-- {
		cut := min(excess, *parts[index])
		*parts[index] -= cut
		excess -= cut
	}
	return true
}

func (u *Usage) cutModalities() bool {
	readCut := cutTo(u.Get(CacheReadTokens), &u.counts[CacheReadAudioTokens], &u.counts[CacheReadImageTokens])
	audioRead, imageRead := u.Get(CacheReadAudioTokens), u.Get(CacheReadImageTokens)
	// What was served from the cache is part of the read; the rest has to fit beside the cached prompt.
	audio := max(0, u.Get(InputAudioTokens)-audioRead)
	image := max(0, u.Get(InputImageTokens)-imageRead)
	video := u.Get(InputVideoTokens)
	available := u.Get(InputTokens) - u.sum(CacheReadTokens, CacheWriteTokens)
	inputCut := cutTo(available, &audio, &image, &video)
	u.force(InputAudioTokens, audio+audioRead)
	u.force(InputImageTokens, image+imageRead)
	u.force(InputVideoTokens, video)
	rest := u.Get(OutputTokens) - u.Get(ReasoningTokens)
	outputCut := cutTo(rest, &u.counts[OutputImageTokens], &u.counts[OutputAudioTokens])
	return outputCut || readCut || inputCut
}
