// SPDX-License-Identifier: Apache-2.0

package ids

import (
	"slices"
	"strings"
	"unicode"
)

const bedrock = "aws.bedrock"

// Candidate is a name under which a model may be listed, and what was learnt on the way to it. Region is the one that
// the id named, as Bedrock profiles do.
type Candidate struct{ Provider, ID, Region, Problem string }

// Candidates are the names to look a model up by, best first: as given, without what routers and clouds wrap around it,
// without date and version markers. Nothing else is ever dropped, so an unknown model stays unknown.
func Candidates(provider, model string) []Candidate {
	given := Candidate{Provider: provider, ID: strings.ToLower(strings.TrimFunc(model, isSpace))}
	found := spellings(nil, given)
	if provider != bedrock && tables.BedrockID.Matches(given.ID) {
		there := given
		there.Provider = bedrock
		found = spellings(found, there)
	}
	if strings.HasSuffix(given.ID, tables.FreeVariant) {
		found = append(found, Candidate{Provider: provider, ID: "*" + tables.FreeVariant})
	}
	if provider == tables.OwnServer && !tables.PassedOn.Matches(given.ID) {
		found = append(found, Candidate{Provider: provider, ID: "*"})
	}
	if routed, ok := underVendor(given); ok {
		found = spellings(found, routed)
	}
	return found
}

func isSpace(r rune) bool { return unicode.IsSpace(r) || r == '\ufeff' }

func spellings(found []Candidate, first Candidate) []Candidate {
	found = append(found, first)
	candidate := first
	for index := range tables.Wrappings {
		inner, ok := unwrap(candidate, &tables.Wrappings[index])
		if !ok {
			continue
		}
		candidate = inner
		found = append(found, candidate)
	}
	if base := fineTuneBase(candidate.ID); base != "" {
		candidate.ID = "ft:" + base
	}
	return dropMarkers(found, candidate)
}

// dropMarkers drops date and version markers one after the other; each that is left is a candidate.
func dropMarkers(found []Candidate, candidate Candidate) []Candidate {
	for {
		found = append(found, candidate)
		next, ok := dropMarker(candidate)
		if !ok {
			return found
		}
		candidate = next
	}
}

func dropMarker(candidate Candidate) (Candidate, bool) {
	for index := range tables.Markers {
		if next, ok := unwrap(candidate, &tables.Markers[index]); ok {
			return next, true
		}
	}
	return Candidate{}, false
}

func unwrap(candidate Candidate, wrapping *wrapping) (Candidate, bool) {
	if wrapping.Providers != nil && !slices.Contains(wrapping.Providers, candidate.Provider) {
		return Candidate{}, false
	}
	match, ok := wrapping.Pattern.Find(candidate.ID)
	if !ok || match.End-match.Start == len(candidate.ID) {
		return Candidate{}, false
	}
	inner := candidate
	inner.ID = match.Without()
	if region := match.Group("region"); region != "" {
		inner.Region = region
	}
	if wrapping.Problem != "" {
		inner.Problem = wrapping.Problem
	}
	return inner, true
}

func fineTuneBase(id string) string {
	for index := range tables.FineTunes {
		if match, ok := tables.FineTunes[index].Find(id); ok {
			return match.Group("base")
		}
	}
	return ""
}

// underVendor is the same model under the vendor that a router prefix names.
func underVendor(candidate Candidate) (Candidate, bool) {
	match, ok := tables.VendorPrefix.Find(candidate.ID)
	if !ok {
		return Candidate{}, false
	}
	provider := CanonicalProvider(match.Group("vendor"))
	routed := candidate
	if provider != candidate.Provider {
		routed.Problem = PricedAsOtherProvider
	}
	routed.Provider, routed.ID = provider, match.Group("rest")
	return routed, true
}
