// SPDX-License-Identifier: Apache-2.0

package outlay

import (
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"go.opentelemetry.io/collector/component/componenttest"
	"go.opentelemetry.io/collector/confmap/confmaptest"
)

func TestTheDefaultConfigurationHolds(t *testing.T) {
	require.NoError(t, componenttest.CheckConfigStruct(createDefaultConfig()))
	require.NoError(t, defaultConfig().Validate())
}

func TestAConfigurationIsReadUnderTheNamesOfTheReadme(t *testing.T) {
	path := filepath.Join(t.TempDir(), "config.yaml")
	require.NoError(t, os.WriteFile(path, []byte(`
prices:
  table_file: /etc/outlay/table.json
  overrides_file: /etc/outlay/prices.yaml
  reload_interval: 30s
  stale_after_days: 60
dedupe:
  enabled: false
  remembered_calls: 5000
`), 0o600))
	read, err := confmaptest.LoadConf(path)
	require.NoError(t, err)
	config := defaultConfig()
	require.NoError(t, read.Unmarshal(config))
	require.NoError(t, config.Validate())
	assert.Equal(t, &Config{
		Prices: PricesConfig{
			TableFile: "/etc/outlay/table.json", OverridesFile: "/etc/outlay/prices.yaml",
			ReloadInterval: 30 * time.Second, StaleAfterDays: 60,
		},
		Dedupe: DedupeConfig{Enabled: false, RememberedCalls: 5000},
	}, config)
}

func TestAMistakeIsNamedWithKeyValueAndWhatWasExpected(t *testing.T) {
	for _, mistake := range []struct {
		change func(*Config)
		told   string
	}{
		{func(c *Config) { c.Prices.StaleAfterDays = 0 }, "prices::stale_after_days: 0, expected a number of days above 0"},
		{
			func(c *Config) { c.Prices.OverridesFile, c.Prices.ReloadInterval = "prices.yaml", time.Millisecond },
			"prices::reload_interval: 1ms, expected 0 or at least 1s",
		},
		{
			func(c *Config) { c.Prices.ReloadInterval = time.Minute },
			"prices::reload_interval: 1m0s, expected table_file or overrides_file beside it",
		},
		{func(c *Config) { c.Dedupe.RememberedCalls = 0 }, "dedupe::remembered_calls: 0, expected 1 to 10000000"},
		{func(c *Config) { c.Dedupe.RememberedCalls = 1e9 }, "dedupe::remembered_calls: 1000000000, expected 1 to 10000000"},
	} {
		config := defaultConfig()
		mistake.change(config)
		assert.EqualError(t, config.Validate(), mistake.told)
	}
}
