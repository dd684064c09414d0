// SPDX-License-Identifier: Apache-2.0

package prices

// Override is the name of the source of a user's own price.
const Override = "override"

// Overrides are a user's own prices, in the form of packages/pricing; the first rule that matches a model wins, above
// every other source.
type Overrides struct {
	Aliases   []ModelAlias
	Models    []ModelOverride
	Tenants   []TenantOverride
	Calendars map[string]Calendar
}

// ModelAlias is another name for a listed model: an Azure deployment, a Bedrock application profile.
type ModelAlias struct {
	// Only for calls to this provider; empty for any.
	Provider, Model string
	Use             struct{ Provider, Model string }
}

// ModelOverride is a user's own price of a model, or a factor over the listed one. Names may have a `*`.
type ModelOverride struct {
	Provider, Model string
	// In place of the listed ones, newest first; nil keeps those.
	Prices     []Period
	Multiplier float64
}

// TenantOverride is a factor over everything that calls with an attribute value cost.
type TenantOverride struct {
	Attribute, Value string
	Multiplier       float64
}

// Ratio is the factor.
func (t *TenantOverride) Ratio() Ratio { return RatioFromDecimal(t.Multiplier) }
