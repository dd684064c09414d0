// SPDX-License-Identifier: Apache-2.0

// Package ids knows names of providers, hosts and models, and which of them mean the same.
package ids

import (
	_ "embed"
	"encoding/json"

	"github.com/outlay-dev/outlay/collector-config/processor/outlay/internal/pattern"
)

// Problems that finding a model's name may leave.
const (
	VariantDropped        = "variant_dropped"
	PricedAsOtherProvider = "priced_as_other_provider"
)

//go:embed names.generated.json
var namesJSON []byte

type wrapping struct {
	Pattern   pattern.Pattern
	Providers []string
	Problem   string
}

type host struct {
	Pattern  pattern.Pattern
	Provider string
}

var tables = mustRead()

type nameTables struct {
	ProviderAliases                   map[string]string
	Hosts                             []host
	Wrappings, Markers                []wrapping
	FineTunes                         []pattern.Pattern
	VendorPrefix, BedrockID, PassedOn pattern.Pattern
	FreeVariant, OwnServer            string
	ListPriceOf                       map[string][]string
	Routers                           []string
}

func mustRead() *nameTables {
	var read nameTables
	if err := json.Unmarshal(namesJSON, &read); err != nil {
		panic(err) // Embedded: a build that cannot read it is broken, and its tests say so.
	}
	return &read
}
