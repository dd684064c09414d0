// SPDX-License-Identifier: Apache-2.0

package dedupe

import (
	"sync"

	"go.opentelemetry.io/collector/pdata/pcommon"
)

// Nobody's response id is longer; somebody's content is not remembered.
const maxIDBytes = 512

// SpanKey names a span.
type SpanKey struct {
	Trace pcommon.TraceID
	Span  pcommon.SpanID
}

// Call is a billed call as far as telling its views apart goes.
type Call struct {
	Key    SpanKey
	Parent pcommon.SpanID
	// The provider's; empty if it is not told.
	ResponseID string
	// Whether nothing is known of the usage: such a call claims nothing, another view of it may know the bill.
	IsUnmetered bool
	// What tells twins, see twins.
	View View
}

type responseKey struct {
	trace    pcommon.TraceID
	response string
}

// Calls knows which calls are billed already.
//
// Two views of one call lie inside each other: the spans of one instrumentation are parents of the other's, or both carry
// the provider's response id in one trace. Whichever ends first is billed; for nested spans that is mostly the inner one.
// Views that do not nest and share no id are told by what they say of the call. A span that arrives again, as after an
// exporter's retry, gets the same answer. Safe for concurrent use; one batch claims under one lock.
type Calls struct {
	lock sync.Mutex
	// By span: the span that carries the bill.
	bySpan recent[SpanKey, pcommon.SpanID]
	// By trace and response id: some servers repeat their ids, and across traces the same id is not the same call.
	byResponse recent[responseKey, pcommon.SpanID]
	// Spans that have a billed span somewhere below them, and which.
	billedBelow recent[SpanKey, pcommon.SpanID]
	twins       twins
}

// NewCalls remembers as many calls; older ones are forgotten first.
func NewCalls(remembered int) *Calls {
	return &Calls{
		bySpan:      newRecent[SpanKey, pcommon.SpanID](remembered),
		byResponse:  newRecent[responseKey, pcommon.SpanID](remembered),
		billedBelow: newRecent[SpanKey, pcommon.SpanID](remembered),
		twins:       newTwins(remembered),
	}
}

// Lock holds the memory for one batch, whose spans are to be told in the order of their ends.
func (c *Calls) Lock() { c.lock.Lock() }

// Unlock lets the next batch in.
func (c *Calls) Unlock() { c.lock.Unlock() }

// Claim is the id of the span that carries the bill of a call: its own when it is to be billed.
func (c *Calls) Claim(call *Call) pcommon.SpanID {
	if call.Key.Span.IsEmpty() || call.Key.Trace.IsEmpty() {
		return call.Key.Span
	}
	if bill, again := c.bySpan.get(call.Key); again {
		return bill
	}
	if len(call.ResponseID) > maxIDBytes {
		call.ResponseID = ""
	}
	bill, isBilled := c.find(call)
	if isBilled {
		return bill
	}
	if call.IsUnmetered {
		return call.Key.Span
	}
	bill = call.Key.Span
	if twin, ok := c.twins.take(call); ok {
		bill = twin
	} else {
		c.twins.add(call)
	}
	c.remember(call, bill)
	return bill
}

func (c *Calls) find(call *Call) (pcommon.SpanID, bool) {
	if bill, ok := c.billedBelow.get(call.Key); ok {
		return bill, true
	}
	if !call.Parent.IsEmpty() {
		if bill, ok := c.bySpan.get(SpanKey{call.Key.Trace, call.Parent}); ok {
			return bill, true
		}
	}
	if call.ResponseID == "" {
		return pcommon.SpanID{}, false
	}
	return c.byResponse.get(responseKey{call.Key.Trace, call.ResponseID})
}

// MarkBilled notes a call that was billed before it came here, by whoever wrote its cost.
func (c *Calls) MarkBilled(call *Call) {
	if call.Key.Span.IsEmpty() || call.Key.Trace.IsEmpty() {
		return
	}
	if _, again := c.bySpan.get(call.Key); !again {
		c.remember(call, call.Key.Span)
	}
}

func (c *Calls) remember(call *Call, bill pcommon.SpanID) {
	c.bySpan.set(call.Key, bill)
	if call.ResponseID != "" && len(call.ResponseID) <= maxIDBytes {
		c.byResponse.set(responseKey{call.Key.Trace, call.ResponseID}, bill)
	}
	if !call.Parent.IsEmpty() {
		c.billedBelow.set(SpanKey{call.Key.Trace, call.Parent}, bill)
	}
}

// PassUp tells a span's parent, when the span ends, about what was billed below it.
func (c *Calls) PassUp(key SpanKey, parent pcommon.SpanID) {
	if parent.IsEmpty() {
		return
	}
	if bill, ok := c.billedBelow.get(key); ok {
		c.billedBelow.set(SpanKey{key.Trace, parent}, bill)
	}
}

// IsEmpty says whether no call is remembered: then nothing is passed up.
func (c *Calls) IsEmpty() bool {
	c.lock.Lock()
	defer c.lock.Unlock()
	return c.billedBelow.isEmpty()
}
