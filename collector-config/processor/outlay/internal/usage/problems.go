// SPDX-License-Identifier: Apache-2.0

package usage

import "slices"

// Problem is a stable name of something doubtful about a call; it appears on spans and metrics.
type Problem = string

// What can be wrong with counts.
const (
	NotACount              Problem = "not_a_count"
	CacheExceedsInput      Problem = "cache_exceeds_input"
	CacheSplitExceedsWrite Problem = "cache_split_exceeds_write"
	ReasoningExceedsOutput Problem = "reasoning_exceeds_output"
	ModalityExceedsTotal   Problem = "modality_exceeds_total"
	CacheNotTold           Problem = "cache_not_told"
	TotalExceedsCounts     Problem = "total_exceeds_counts"
)

// Add adds a problem to a list that has each once.
func Add(problems []Problem, problem Problem) []Problem {
	if slices.Contains(problems, problem) {
		return problems
	}
	return append(problems, problem)
}

// Status says how much of a bill is known. Missing and Partial are never counted as zero.
type Status uint8

// The statuses.
const (
	Reported Status = iota
	Partial
	Missing
)
