// SPDX-License-Identifier: Apache-2.0

package outlay

import (
	"cmp"
	"hash/maphash"
	"slices"

	"go.opentelemetry.io/collector/pdata/pcommon"
	"go.opentelemetry.io/collector/pdata/ptrace"

	"github.com/outlay-dev/outlay/collector-config/processor/outlay/internal/dedupe"
	"github.com/outlay-dev/outlay/collector-config/processor/outlay/internal/dialect"
	"github.com/outlay-dev/outlay/collector-config/processor/outlay/internal/names"
	"github.com/outlay-dev/outlay/collector-config/processor/outlay/internal/usage"
)

const noCall = -1

// Batches that had more spans are not kept for the next one.
const maxKeptSpans = 65_536

// What tells services and their instances apart.
var identity = [...]string{
	"service.namespace", "service.name", "service.instance.id", "host.name", "process.pid",
}

var identitySeed = maphash.MakeSeed()

// seenSpan is a span as far as passing bills up goes.
type seenSpan struct {
	key        dedupe.SpanKey
	parent     pcommon.SpanID
	start, end pcommon.Timestamp
	call       int
}

// seenCall is a call of a batch, and which span carries its bill.
type seenCall struct {
	dialect.Call
	bill     pcommon.SpanID
	resource uint64
	// Whether somebody else has written its cost already, and an amount.
	isSettled, isBilled bool
}

// batch is what one batch of spans holds for us. Used again, so that a batch allocates little.
type batch struct {
	// Whether spans are to be told in the order of their ends.
	tells  bool
	spans  []seenSpan
	calls  []seenCall
	counts counts
}

func (b *batch) reset() {
	if cap(b.spans) > maxKeptSpans {
		*b = batch{}
		return
	}
	// What is kept must not keep spans alive.
	clear(b.calls)
	b.spans, b.calls = b.spans[:0], b.calls[:0]
	b.counts.reset()
}

func (b *batch) read(traces ptrace.Traces) {
	for _, resource := range traces.ResourceSpans().All() {
		first := len(b.calls)
		for _, scoped := range resource.ScopeSpans().All() {
			b.readScope(scoped)
		}
		if len(b.calls) > first {
			b.identify(resource.Resource().Attributes(), b.calls[first:])
		}
	}
}

func (b *batch) identify(resource pcommon.Map, calls []seenCall) {
	if !b.tells {
		return
	}
	var hash maphash.Hash
	hash.SetSeed(identitySeed)
	for _, name := range identity {
		if value, ok := resource.Get(name); ok {
			_, _ = hash.WriteString(value.AsString())
		}
		_ = hash.WriteByte(0)
	}
	for index := range calls {
		calls[index].resource = hash.Sum64()
	}
}

func (b *batch) readScope(scoped ptrace.ScopeSpans) {
	scope := dialect.NewScope(scoped.Scope())
	for _, span := range scoped.Spans().All() {
		call := noCall
		if b.readCall(&scope, span) {
			call = len(b.calls) - 1
		}
		if !b.tells {
			continue
		}
		b.spans = append(b.spans, seenSpan{
			key:    dedupe.SpanKey{Trace: span.TraceID(), Span: span.SpanID()},
			parent: span.ParentSpanID(),
			start:  span.StartTimestamp(),
			end:    span.EndTimestamp(),
			call:   call,
		})
	}
}

// readCall adds a span's call, if it is one; a span that cannot be read is none.
func (b *batch) readCall(scope *dialect.Scope, span ptrace.Span) (isCall bool) {
	before := len(b.calls)
	defer func() {
		if b.counts.noteFault(recover()) {
			b.calls = b.calls[:before]
			isCall = false
		}
	}()
	operation := scope.BilledOperation(span)
	if operation == "" {
		return false
	}
	b.calls = append(b.calls, seenCall{})
	call := &b.calls[before]
	scope.Read(span, operation, &call.Call)
	if _, ok := span.Attributes().Get(names.CostStatus); ok {
		call.isSettled = true
		_, call.isBilled = span.Attributes().Get(names.CostTotalNanoUSD)
		b.counts.add(byStatus, settledBefore, 1)
	}
	return true
}

// claim finds out which span carries each call's bill. Spans are told in the order of their ends, inner ones first.
func (b *batch) claim(memory *dedupe.Calls) {
	slices.SortFunc(b.spans, func(a, b seenSpan) int {
		if order := cmp.Compare(a.end, b.end); order != 0 {
			return order
		}
		return cmp.Compare(b.start, a.start)
	})
	memory.Lock()
	defer memory.Unlock()
	for index := range b.spans {
		span := &b.spans[index]
		if span.call != noCall {
			b.claimCall(memory, span, &b.calls[span.call])
		}
		memory.PassUp(span.key, span.parent)
	}
}

func (b *batch) claimCall(memory *dedupe.Calls, span *seenSpan, call *seenCall) {
	used := call.Usage()
	told := &dedupe.Call{
		Key: span.key, Parent: span.parent, ResponseID: call.ResponseID,
		IsUnmetered: call.Query.UsageStatus == usage.Missing,
		View: dedupe.View{
			Resource: call.resource, Scope: call.Scope, Provider: call.Query.Provider, Model: call.ServedModel(),
			InputTokens: used.Get(usage.InputTokens), OutputTokens: used.Get(usage.OutputTokens),
			HasCounts: used.Has(usage.InputTokens) && used.Has(usage.OutputTokens),
			Start:     span.start, End: span.end,
		},
	}
	if !call.isSettled {
		call.bill = memory.Claim(told)
	} else if call.isBilled {
		memory.MarkBilled(told)
	}
}
