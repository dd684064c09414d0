// SPDX-License-Identifier: Apache-2.0

package prices

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

const wholeFile = `# negotiated in October
calendars:
  nights:
    from: "2026-10-01"
    until: 2026-12-31 # YAML takes it for a date
    ranges: [[2026-10-01, 2026-10-02]]
aliases:
  - { model: prod-chat, use: { provider: openai, model: gpt-5-mini } }
models:
  - provider: anthropic
    model: "claude-*"
    multiplier: 0.8
  - provider: openai
    model: gpt-5-mini
    prices:
      - rates: { input: 0.2, output: 1.6 }
tenants:
  - { attribute: tenant.id, value: acme, multiplier: 1.1 }
`

func TestOverridesAreYAMLAndJSON(t *testing.T) {
	fromYAML, err := ReadOverrides([]byte(wholeFile))
	require.NoError(t, err)
	assert.Len(t, fromYAML.Models, 2)
	assert.Equal(t, "2026-12-31", fromYAML.Calendars["nights"].Until)
	assert.InDelta(t, 0.8, fromYAML.Models[0].Multiplier, 0)

	fromJSON, err := ReadOverrides([]byte(`{"models":[{"provider":"anthropic","model":"claude-*","multiplier":0.8}]}`))
	require.NoError(t, err)
	assert.Equal(t, fromYAML.Models[:1], fromJSON.Models)

	nothing, err := ReadOverrides(nil)
	require.NoError(t, err)
	assert.Empty(t, nothing.Models)
}

func TestAMistakeInOverridesIsNamedWithItsLine(t *testing.T) {
	for _, mistake := range []struct{ text, told string }{
		{"models:\n  - model: a\n    multiplier: 0", "line 3: models[0].multiplier: 0, expected a factor above 0, at most 1000"},
		{"models:\n  - model: a\n    multiplier: .inf", `line 3: models[0].multiplier: ".inf", expected a factor above 0, at most 1000`},
		{"models:\n  - model: a\n    multiplyer: 2", `line 3: models[0].multiplyer: "multiplyer", expected one of model, multiplier, prices, provider`},
		{"models:\n  - multiplier: 2", "line 2: models[0].model: missing, expected a value"},
		{"models: 3", "line 1: models: 3, expected a list"},
		{"models: []\nmodels: []", "line 2: models: given twice, expected once"},
		{"models: [", "no YAML: "},
		{"a: &a [*a]", "nested too deep"},
		{"just a text", `: "just a text", expected an object`},
	} {
		_, err := ReadOverrides([]byte(mistake.text))
		require.ErrorContains(t, err, mistake.told, mistake.text)
	}
}

func TestAllMistakesInOverridesAreToldAtOnce(t *testing.T) {
	_, err := ReadOverrides([]byte("models: 3\ntenants: 4\naliases: x"))
	require.Error(t, err)
	assert.Equal(t, 3, strings.Count(err.Error(), "expected a list"))
}
