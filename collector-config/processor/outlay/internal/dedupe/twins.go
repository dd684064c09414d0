// SPDX-License-Identifier: Apache-2.0

package dedupe

import "go.opentelemetry.io/collector/pdata/pcommon"

// View is what a span says of its call. Two views that do not nest and share no id are one call when they come from
// different instrumentations of one service, at the same time, with the same model and the same counts, and at least one
// of them lacks the response id.
type View struct {
	// Tells services and their instances apart.
	Resource                  uint64
	Scope, Provider, Model    string
	InputTokens, OutputTokens int64
	// Whether both counts are known; embeddings have one, which says nothing: one text has the same count every time.
	HasCounts  bool
	Start, End pcommon.Timestamp
}

type twinKey struct {
	resource        uint64
	provider, model string
	input, output   int64
}

type firstView struct {
	span       pcommon.SpanID
	scope      string
	responseID string
	start, end pcommon.Timestamp
}

// Views of one kind that wait for their second one; more at once are of a service that repeats itself.
const maxWaiting = 32

// twins recognises a second view of a call. Each first view has one second view.
type twins struct {
	// Replaced lists, oldest first.
	waiting recent[twinKey, []firstView]
}

func newTwins(remembered int) twins {
	return twins{waiting: newRecent[twinKey, []firstView](remembered)}
}

func (v *View) key() twinKey {
	return twinKey{v.Resource, v.Provider, v.Model, v.InputTokens, v.OutputTokens}
}

func (v *View) canHaveTwin() bool {
	return v.HasCounts && len(v.Model) <= maxIDBytes && len(v.Provider) <= maxIDBytes && len(v.Scope) <= maxIDBytes
}

// add remembers a billed call.
func (t *twins) add(call *Call) {
	view := &call.View
	if !view.canHaveTwin() {
		return
	}
	key := view.key()
	waiting, _ := t.waiting.get(key)
	if len(waiting) >= maxWaiting {
		waiting = waiting[1:]
	}
	first := firstView{
		span: call.Key.Span, scope: view.Scope, responseID: call.ResponseID, start: view.Start, end: view.End,
	}
	t.waiting.set(key, append(waiting[:len(waiting):len(waiting)], first))
}

// take is the span that the same call was billed by; it will not be found again.
func (t *twins) take(call *Call) (pcommon.SpanID, bool) {
	view := &call.View
	if !view.canHaveTwin() {
		return pcommon.SpanID{}, false
	}
	waiting, _ := t.waiting.get(view.key())
	for index := range waiting {
		first := &waiting[index]
		if !first.isOf(call) {
			continue
		}
		span := first.span
		rest := append(waiting[:index:index], waiting[index+1:]...)
		t.waiting.set(view.key(), rest)
		return span, true
	}
	return pcommon.SpanID{}, false
}

func (f *firstView) isOf(call *Call) bool {
	view := &call.View
	couldBeOne := f.responseID == "" || call.ResponseID == "" || f.responseID == call.ResponseID
	return couldBeOne && f.scope != view.Scope && f.start < view.End && view.Start < f.end
}
