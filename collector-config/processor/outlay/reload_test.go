// SPDX-License-Identifier: Apache-2.0

package outlay

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"go.opentelemetry.io/collector/component/componenttest"
)

func rates(input string) string {
	return fmt.Sprintf(override, input)
}

const override = `models:
  - provider: anthropic
    model: claude-sonnet-4-5
    prices:
      - rates: { input: %s, output: 15 }
`

func TestAPriceFileThatChangesHoldsAndOneWithAMistakeDoesNot(t *testing.T) {
	path := filepath.Join(t.TempDir(), "prices.yaml")
	write := func(text string) { require.NoError(t, os.WriteFile(path, []byte(text), 0o600)) }
	write(rates("2"))
	config := defaultConfig()
	config.Prices.OverridesFile = path
	own, err := newProcessor(config, componenttest.NewNopTelemetrySettings())
	require.NoError(t, err)
	require.NoError(t, own.start(context.Background(), componenttest.NewNopHost()))
	usd := func() any {
		traces, err := own.processTraces(context.Background(), batchOf(t, chat()))
		require.NoError(t, err)
		return traces.ResourceSpans().At(0).ScopeSpans().At(0).Spans().At(0).Attributes().AsRaw()["outlay.cost.total_usd"]
	}
	own.calls = nil
	assert.InDelta(t, 0.02+0.015, usd(), 1e-12)

	seen := config.Prices.files()
	assert.Equal(t, seen, own.reloadChanged(context.Background(), seen))
	write(rates("4.00"))
	seen = own.reloadChanged(context.Background(), seen)
	assert.InDelta(t, 0.04+0.015, usd(), 1e-12)

	write(rates("a_lot_of_money"))
	after := own.reloadChanged(context.Background(), seen)
	assert.InDelta(t, 0.04+0.015, usd(), 1e-12)
	assert.NotEqual(t, seen, after, "a mistake is told once, not at every look")
}

func TestAMistakeInAPriceFileStopsTheStart(t *testing.T) {
	for _, wrong := range []struct{ name, text, told string }{
		{"overrides.yaml", rates("a_lot_of_money"), "prices::overrides_file"},
		{"overrides.yaml", "models: 3", "prices::overrides_file"},
	} {
		path := filepath.Join(t.TempDir(), wrong.name)
		require.NoError(t, os.WriteFile(path, []byte(wrong.text), 0o600))
		config := defaultConfig()
		config.Prices.OverridesFile = path
		own, err := newProcessor(config, componenttest.NewNopTelemetrySettings())
		require.NoError(t, err)
		err = own.start(context.Background(), componenttest.NewNopHost())
		require.ErrorContains(t, err, wrong.told)
		require.ErrorContains(t, err, path)
	}
	config := defaultConfig()
	config.Prices.TableFile = "/nowhere/table.json"
	_, err := readPrices(&config.Prices)
	require.ErrorContains(t, err, "prices::table_file: open /nowhere/table.json")
}
