// SPDX-License-Identifier: Apache-2.0

package prices

import (
	_ "embed"
	"encoding/json"
	"strings"

	"github.com/outlay-dev/outlay/collector-config/processor/outlay/internal/pattern"
)

// Part is a line of a bill: a token category, or what is billed beside tokens.
type Part uint8

// The lines of a bill. The token categories are disjoint, and in the order of the rules' categories.
const (
	UncachedInput Part = iota
	CacheRead
	CacheWrite
	CacheWrite5m
	CacheWrite30m
	CacheWrite1h
	CacheWrite12h
	Output
	Reasoning
	InputAudio
	InputImage
	InputVideo
	CacheReadAudio
	CacheReadImage
	OutputAudio
	OutputImage
	Tools
	Media
	Request
	NumParts
)

// NumCategories is how many of the parts are token categories.
const NumCategories = Tools

//go:embed rules.generated.json
var rulesJSON []byte

type category struct {
	Part, Rate, Parent string
	// Without a rate of its own it is part of its parent on the bill, too.
	Folds bool
	// Providers bill it at its parent's rate as a matter of course, so a missing rate is no doubt.
	Usual bool
	// Index of the parent's rate, or -1.
	parent int
}

// UnitRule is what is known of a unit: on which line it is billed, and whether it is a time, counted in thousandths.
type UnitRule struct {
	Name     string
	PartName string `json:"part"`
	IsTime   bool
	Part     Part `json:"-"`
}

type ruleTables struct {
	Categories                 []category
	Units                      []UnitRule
	DefaultMediaKinds          []string
	StatusOfProblem            map[string]string
	TierWords                  map[string]string
	Everywhere                 []string
	SeparateCloud, CloudRegion pattern.Pattern
	SourceRegions              map[string]*pattern.Pattern
	rateIndex, unitIndex       map[string]int
}

var rules = mustReadRules()

func mustReadRules() *ruleTables {
	read := ruleTables{rateIndex: map[string]int{}, unitIndex: map[string]int{}}
	if err := json.Unmarshal(rulesJSON, &read); err != nil {
		panic(err) // Embedded: a build that cannot read it is broken, and its tests say so.
	}
	for index, own := range read.Categories {
		read.rateIndex[own.Rate] = index
	}
	for index := range read.Categories {
		own := &read.Categories[index]
		own.parent = -1
		if own.Parent != "" {
			own.parent = read.rateIndex[own.Parent]
		}
	}
	for index := range read.Units {
		unit := &read.Units[index]
		read.unitIndex[unit.Name] = index
		unit.Part = Tools
		if unit.PartName == "media" {
			unit.Part = Media
		}
	}
	return &read
}

// Name is what a line of the bill is called in the TypeScript packages.
func (p Part) Name() string {
	switch p {
	case Tools:
		return "tools"
	case Media:
		return "media"
	case Request:
		return "request"
	default:
		return rules.Categories[p].Part
	}
}

// Units are everything that is billed by piece or time.
func Units() []UnitRule { return rules.Units }

// UnitIndex is the position of a unit by name.
func UnitIndex(name string) (int, bool) {
	index, ok := rules.unitIndex[name]
	return index, ok
}

// IsDefaultMediaKind says whether a word asks for the provider's default size or quality.
func IsDefaultMediaKind(word string) bool { return contains(rules.DefaultMediaKinds, word) }

// StatusOfProblem is the status that a problem means.
func StatusOfProblem(problem string) string {
	if status, ok := rules.StatusOfProblem[problem]; ok {
		return status
	}
	if strings.HasPrefix(problem, NoRate) {
		return "partial"
	}
	return "estimated"
}

// NoRate begins the problem of something that was used and has no published rate.
const NoRate = "no_rate."

func contains(list []string, word string) bool {
	for _, known := range list {
		if known == word {
			return true
		}
	}
	return false
}
