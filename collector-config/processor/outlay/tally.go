// SPDX-License-Identifier: Apache-2.0

package outlay

import (
	"context"
	"sync"

	"go.opentelemetry.io/otel/attribute"
	"go.opentelemetry.io/otel/metric"

	"github.com/outlay-dev/outlay/collector-config/processor/outlay/internal/engine"
	"github.com/outlay-dev/outlay/collector-config/processor/outlay/internal/metadata"
)

// What is counted, and by which attribute.
type countedBy uint8

const (
	byStatus countedBy = iota
	unpricedByReason
	tokensByReason
	byProblem
	faults
	numCounted
)

// settledBefore is the status, in our own metrics, of calls whose cost somebody else had written already.
const settledBefore = "settled_before"

// The attribute of each kind of count; faults have none.
var countAttributes = [numCounted]string{"status", "reason", "reason", "problem", ""}

type count struct {
	by    countedBy
	label string
	total int64
}

// counts are those of one batch: a handful of labels, told once for all spans.
type counts struct{ list []count }

func (c *counts) reset() { c.list = c.list[:0] }

func (c *counts) add(by countedBy, label string, total int64) {
	for index := range c.list {
		if known := &c.list[index]; known.by == by && known.label == label {
			known.total += total
			return
		}
	}
	c.list = append(c.list, count{by, label, total})
}

func (c *counts) addCost(cost *engine.Cost, tokens int64) {
	c.add(byStatus, cost.Status, 1)
	if !cost.HasAmount() {
		c.add(unpricedByReason, cost.Reason, 1)
		c.add(tokensByReason, cost.Reason, tokens)
	}
	for _, problem := range cost.Problems {
		c.add(byProblem, problem, 1)
	}
}

// noteFault counts what a deferred recover caught.
func (c *counts) noteFault(caught any) bool {
	if caught == nil {
		return false
	}
	c.add(faults, "", 1)
	return true
}

func (c *counts) recoverFault() { c.noteFault(recover()) }

// tally hands counts to the component's own telemetry.
type tally struct {
	telemetry   *metadata.Telemetry
	instruments [numCounted]metric.Int64Counter
	// Of each kind, the options by label: making them costs more than counting.
	options [numCounted]sync.Map
}

func newTally(telemetry *metadata.Telemetry) *tally {
	return &tally{telemetry: telemetry, instruments: [numCounted]metric.Int64Counter{
		telemetry.Calls, telemetry.UnpricedCalls, telemetry.UnpricedTokens, telemetry.Problems, telemetry.Faults,
	}}
}

func (t *tally) add(ctx context.Context, counts *counts) {
	for index := range counts.list {
		counted := &counts.list[index]
		t.instruments[counted.by].Add(ctx, counted.total, t.option(counted.by, counted.label))
	}
}

// option: labels are ours, and so are few.
func (t *tally) option(by countedBy, label string) metric.AddOption {
	if known, ok := t.options[by].Load(label); ok {
		return known.(metric.AddOption)
	}
	set := attribute.NewSet()
	if name := countAttributes[by]; name != "" {
		set = attribute.NewSet(attribute.String(name, label))
	}
	option := metric.WithAttributeSet(set)
	t.options[by].Store(label, option)
	return option
}

// reloaded counts a price file that was read again.
func (t *tally) reloaded(ctx context.Context, outcome string) {
	t.telemetry.Reloads.Add(ctx, 1, metric.WithAttributes(attribute.String("outcome", outcome)))
}
