// SPDX-License-Identifier: Apache-2.0

package prices

import "strings"

const standard = "standard"

// tierFromWord is the name of the tier's card. `fast` is Anthropic's mode, and OpenAI's newer word for `priority`.
func tierFromWord(word string, listed map[string]Card) string {
	lower := strings.ToLower(word)
	tier, ok := rules.TierWords[lower]
	if !ok {
		tier = lower
	}
	if tier != "fast" {
		return tier
	}
	if _, ok := listed["fast"]; ok {
		return tier
	}
	if _, ok := listed["priority"]; ok {
		return "priority"
	}
	return tier
}

// chooseRegion is which listed region's price holds; unlisted if the region should have a price and has none.
func chooseRegion(region string, listed map[string]RegionPrice) (key string, unlisted bool) {
	lower := strings.ToLower(region)
	separate, isSeparate := rules.SeparateCloud.Find(lower)
	isEverywhere := contains(rules.Everywhere, lower)
	if _, ok := listed[lower]; ok {
		return lower, false
	}
	second := "regional"
	if isSeparate {
		second = strings.TrimSuffix(lower[separate.Start:separate.End], "-")
	}
	if isSeparate || !isEverywhere {
		if _, ok := listed[second]; ok {
			return second, false
		}
	}
	if isSeparate {
		return "", true
	}
	return "", listed != nil && !isEverywhere && !rules.CloudRegion.Matches(lower)
}
