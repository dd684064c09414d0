// SPDX-License-Identifier: Apache-2.0

package dialect

import (
	"slices"
	"strings"
)

const unknown = "unknown"

// The conventions have names with dots of their own.
var dottedNames = [...]string{"aws.", "azure.", "gcp.", "ibm."}

// providerName is the conventions' name of a provider, from any name in circulation.
func providerName(said string) string {
	name := strings.ToLower(said)
	if alias, ok := tables.ProviderAliases[name]; ok {
		return alias
	}
	for _, prefix := range dottedNames {
		if strings.HasPrefix(name, prefix) {
			return name
		}
	}
	// `openai.chat` and `anthropic.messages` are the AI SDK's: the vendor, and which of its APIs.
	vendor, _, _ := strings.Cut(name, ".")
	if alias, ok := tables.ProviderAliases[vendor]; ok {
		return alias
	}
	return vendor
}

// calledProvider is who was called: as the span says, else as its emitter always does, else whose model it is.
func calledProvider(said, always, model string) string {
	name := unknown
	if said != "" {
		name = providerName(said)
	}
	if !slices.Contains(tables.NoProviders, name) {
		return name
	}
	if always != "" {
		return always
	}
	for _, prefix := range tables.ModelPrefixes {
		if strings.HasPrefix(model, prefix[0]) {
			return prefix[1]
		}
	}
	return name
}
