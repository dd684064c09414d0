// SPDX-License-Identifier: Apache-2.0

package outlay

import (
	"errors"
	"fmt"
	"time"

	"go.opentelemetry.io/collector/component"
)

const (
	defaultStaleAfterDays  = 120
	defaultRememberedCalls = 20_000
	maxRememberedCalls     = 10_000_000
	minReloadInterval      = time.Second
)

// Config is the configuration of the processor.
type Config struct {
	// Prices says which prices hold.
	Prices PricesConfig `mapstructure:"prices"`
	// Dedupe says how calls that were seen twice are told.
	Dedupe DedupeConfig `mapstructure:"dedupe"`
	// prevent unkeyed literal initialization
	_ struct{}
}

// PricesConfig says which prices hold.
type PricesConfig struct {
	// TableFile is a compiled price table in place of the built-in one.
	TableFile string `mapstructure:"table_file"`
	// OverridesFile are the user's own prices, in the form that `outlay prices` and the Node packages read.
	OverridesFile string `mapstructure:"overrides_file"`
	// ReloadInterval is how often the files are looked at for a change; 0 reads them once.
	ReloadInterval time.Duration `mapstructure:"reload_interval"`
	// StaleAfterDays is how long after the table's date costs are called stale.
	StaleAfterDays int `mapstructure:"stale_after_days"`
	// prevent unkeyed literal initialization
	_ struct{}
}

// DedupeConfig says how calls that were seen twice are told.
type DedupeConfig struct {
	// Enabled marks all views of a call but one as duplicates, which have no cost.
	Enabled bool `mapstructure:"enabled"`
	// RememberedCalls is how many calls are remembered at least; older ones are forgotten first.
	RememberedCalls int `mapstructure:"remembered_calls"`
	// prevent unkeyed literal initialization
	_ struct{}
}

func createDefaultConfig() component.Config {
	return &Config{
		Prices: PricesConfig{StaleAfterDays: defaultStaleAfterDays},
		Dedupe: DedupeConfig{Enabled: true, RememberedCalls: defaultRememberedCalls},
	}
}

// Validate says what is wrong with a configuration: key, value, what was expected.
func (c *Config) Validate() error {
	return errors.Join(c.Prices.validate(), c.Dedupe.validate())
}

func (c *PricesConfig) validate() error {
	var errs error
	if c.StaleAfterDays <= 0 {
		errs = errors.Join(errs, fmt.Errorf("prices::stale_after_days: %d, expected a number of days above 0", c.StaleAfterDays))
	}
	if c.ReloadInterval != 0 && c.ReloadInterval < minReloadInterval {
		errs = errors.Join(errs, fmt.Errorf("prices::reload_interval: %s, expected 0 or at least %s", c.ReloadInterval, minReloadInterval))
	}
	if c.ReloadInterval != 0 && c.TableFile == "" && c.OverridesFile == "" {
		errs = errors.Join(errs, fmt.Errorf("prices::reload_interval: %s, expected table_file or overrides_file beside it", c.ReloadInterval))
	}
	return errs
}

func (c *DedupeConfig) validate() error {
	if c.Enabled && (c.RememberedCalls <= 0 || c.RememberedCalls > maxRememberedCalls) {
		return fmt.Errorf("dedupe::remembered_calls: %d, expected 1 to %d", c.RememberedCalls, maxRememberedCalls)
	}
	return nil
}
