// SPDX-License-Identifier: Apache-2.0

package outlay

import (
	"context"
	"sync"
	"sync/atomic"

	"go.opentelemetry.io/collector/component"
	"go.opentelemetry.io/collector/pdata/ptrace"
	"go.uber.org/zap"

	"github.com/outlay-dev/outlay/collector-config/processor/outlay/internal/dedupe"
	"github.com/outlay-dev/outlay/collector-config/processor/outlay/internal/engine"
	"github.com/outlay-dev/outlay/collector-config/processor/outlay/internal/metadata"
)

// outlayProcessor prices every model call once and writes the cost on its span.
type outlayProcessor struct {
	config *Config
	logger *zap.Logger
	tally  *tally
	// Replaced whole when a price file has changed.
	engine atomic.Pointer[engine.Engine]
	// nil when views of one call are not told apart.
	calls    *dedupe.Calls
	batches  sync.Pool
	unpriced namedOnce
	stop     context.CancelFunc
	stopped  sync.WaitGroup
}

func newProcessor(config *Config, settings component.TelemetrySettings) (*outlayProcessor, error) {
	telemetry, err := metadata.NewTelemetry(settings)
	if err != nil {
		return nil, err
	}
	own := &outlayProcessor{config: config, logger: settings.Logger, tally: newTally(telemetry)}
	own.batches.New = func() any { return &batch{} }
	if config.Dedupe.Enabled {
		own.calls = dedupe.NewCalls(config.Dedupe.RememberedCalls)
	}
	return own, nil
}

func (p *outlayProcessor) start(context.Context, component.Host) error {
	// Before they are read: what changes meanwhile is read again.
	seen := p.config.Prices.files()
	prices, err := readPrices(&p.config.Prices)
	if err != nil {
		return err
	}
	p.engine.Store(prices)
	p.logger.Info("Prices are ready", zap.String("table_version", prices.TableVersion()))
	if p.config.Prices.ReloadInterval > 0 {
		p.watchPrices(seen)
	}
	return nil
}

func (p *outlayProcessor) shutdown(context.Context) error {
	if p.stop != nil {
		p.stop()
		p.stopped.Wait()
	}
	return nil
}

// processTraces never fails: a span that cannot be read is passed on as it is, and counted.
func (p *outlayProcessor) processTraces(ctx context.Context, traces ptrace.Traces) (ptrace.Traces, error) {
	batch := p.batches.Get().(*batch)
	defer p.release(batch)
	batch.tells = p.calls != nil
	batch.read(traces)
	if p.calls != nil && (len(batch.calls) > 0 || !p.calls.IsEmpty()) {
		batch.claim(p.calls)
	}
	prices := p.engine.Load()
	for index := range batch.calls {
		p.settleGuarded(prices, &batch.calls[index], &batch.counts)
	}
	p.tally.add(ctx, &batch.counts)
	return traces, nil
}

func (p *outlayProcessor) release(used *batch) {
	used.reset()
	p.batches.Put(used)
}

func (p *outlayProcessor) settleGuarded(prices *engine.Engine, call *seenCall, counts *counts) {
	defer counts.recoverFault()
	p.settle(prices, call, counts)
}

// settle writes what a call cost, or whose bill it is on.
func (p *outlayProcessor) settle(prices *engine.Engine, call *seenCall, counts *counts) {
	if call.isSettled {
		return
	}
	attributes := call.Span.Attributes()
	takeEmitterCost(attributes)
	if p.calls != nil && call.bill != call.Span.SpanID() {
		writeDuplicate(attributes, call.bill)
		counts.add(byStatus, duplicate, 1)
		return
	}
	query := call.Metered()
	if prices.AsksForTenants() {
		query.Attribute = call.Attribute
	}
	cost := prices.Price(query)
	var uncached *engine.Cost
	if cost.HasAmount() && cost.Status != engine.ProviderReported && call.UsesCache() {
		without := prices.Price(call.WithoutCache())
		uncached = &without
	}
	writeCost(attributes, &cost, uncached)
	counts.addCost(&cost, call.Tokens())
	if !cost.HasAmount() {
		p.unpriced.name(p.logger, query.Provider, call.ServedModel(), cost.Reason)
	}
}
