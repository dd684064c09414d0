// SPDX-License-Identifier: Apache-2.0

package ids

import (
	"slices"
	"strings"
)

// Endings of the AI SDK's provider names that say which of a vendor's APIs was called.
var apiEndings = [...]string{".chat", ".responses", ".completion", ".embedding", ".image", ".messages"}

// CanonicalProvider is the name under which the price table lists a provider.
func CanonicalProvider(name string) string {
	lower := strings.ToLower(name)
	if alias, ok := tables.ProviderAliases[lower]; ok {
		return alias
	}
	for _, ending := range apiEndings {
		if base, ok := strings.CutSuffix(lower, ending); ok {
			lower = base
			break
		}
	}
	if alias, ok := tables.ProviderAliases[lower]; ok {
		return alias
	}
	return lower
}

// HostFacts is who bills for a host, and where inference runs if the host says so.
type HostFacts struct{ Provider, Region string }

// OfHost reads who bills from a host name; false for proxies and anything unknown.
func OfHost(serverAddress string) (HostFacts, bool) {
	name := strings.ToLower(serverAddress)
	for index := range tables.Hosts {
		known := &tables.Hosts[index]
		if match, ok := known.Pattern.Find(name); ok {
			return HostFacts{Provider: known.Provider, Region: match.Group("region")}, true
		}
	}
	return HostFacts{}, false
}

// ListPriceOf names providers at whose list price another one sells.
func ListPriceOf(provider string) []string { return tables.ListPriceOf[provider] }

// IsRouter says whether a vendor in front of a model's name decides who serves it.
func IsRouter(provider string) bool { return slices.Contains(tables.Routers, provider) }
