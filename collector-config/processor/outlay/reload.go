// SPDX-License-Identifier: Apache-2.0

package outlay

import (
	"context"
	"os"
	"time"

	"go.uber.org/zap"
)

// fileState is what tells a changed file from an unchanged one.
type fileState struct {
	modified time.Time
	size     int64
	isThere  bool
}

func stateOf(path string) fileState {
	info, err := os.Stat(path)
	if path == "" || err != nil {
		return fileState{}
	}
	return fileState{info.ModTime(), info.Size(), true}
}

// priceFiles are the files of a configuration as they were last seen.
type priceFiles struct{ table, overrides fileState }

func (c *PricesConfig) files() priceFiles {
	return priceFiles{stateOf(c.TableFile), stateOf(c.OverridesFile)}
}

// watchPrices looks at the price files once per interval, until the processor is shut down.
func (p *outlayProcessor) watchPrices(seen priceFiles) {
	ctx, stop := context.WithCancel(context.Background())
	p.stop = stop
	ticker := time.NewTicker(p.config.Prices.ReloadInterval)
	p.stopped.Go(func() {
		defer ticker.Stop()
		for {
			select {
			case <-ctx.Done():
				return
			case <-ticker.C:
				seen = p.reloadChanged(ctx, seen)
			}
		}
	})
}

// reloadChanged reads price files that have changed. Prices in use stay where the new ones have a mistake.
func (p *outlayProcessor) reloadChanged(ctx context.Context, seen priceFiles) priceFiles {
	now := p.config.Prices.files()
	if now == seen {
		return seen
	}
	prices, err := readPrices(&p.config.Prices)
	if err != nil {
		p.tally.reloaded(ctx, "failure")
		p.logger.Error("Prices stay as they were: a changed file has a mistake", zap.Error(err))
		return now
	}
	p.engine.Store(prices)
	p.tally.reloaded(ctx, "success")
	p.logger.Info("Prices were read again", zap.String("table_version", prices.TableVersion()))
	return now
}
