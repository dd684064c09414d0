// SPDX-License-Identifier: Apache-2.0

package outlay

import (
	"fmt"
	"os"

	"github.com/outlay-dev/outlay/collector-config/processor/outlay/internal/engine"
	"github.com/outlay-dev/outlay/collector-config/processor/outlay/internal/prices"
)

// readPrices makes an engine over what the configuration names: every mistake in a file is an error, since a wrong price must
// not run.
func readPrices(config *PricesConfig) (*engine.Engine, error) {
	table := prices.Compiled()
	if config.TableFile != "" {
		data, err := os.ReadFile(config.TableFile)
		if err != nil {
			return nil, fmt.Errorf("prices::table_file: %w", err)
		}
		if table, err = prices.ReadTable(data); err != nil {
			return nil, fmt.Errorf("prices::table_file %s: %w", config.TableFile, err)
		}
	}
	overrides := &prices.Overrides{}
	if config.OverridesFile != "" {
		data, err := os.ReadFile(config.OverridesFile)
		if err != nil {
			return nil, fmt.Errorf("prices::overrides_file: %w", err)
		}
		if overrides, err = prices.ReadOverrides(data); err != nil {
			return nil, fmt.Errorf("prices::overrides_file %s: %w", config.OverridesFile, err)
		}
	}
	return engine.New(prices.NewIndex(table, overrides, config.StaleAfterDays)), nil
}
