// SPDX-License-Identifier: Apache-2.0

package paritytest

import (
	"encoding/hex"
	"fmt"
	"math"
	"strings"

	"go.opentelemetry.io/collector/pdata/pcommon"
	"go.opentelemetry.io/collector/pdata/ptrace"

	"github.com/outlay-dev/outlay/collector-config/processor/outlay/internal/names"
)

// Kinds and statuses of OpenTelemetry's API, which OTLP numbers otherwise.
var (
	kinds = []ptrace.SpanKind{
		ptrace.SpanKindInternal, ptrace.SpanKindServer, ptrace.SpanKindClient, ptrace.SpanKindProducer, ptrace.SpanKindConsumer,
	}
	statuses = []ptrace.StatusCode{ptrace.StatusCodeUnset, ptrace.StatusCodeOk, ptrace.StatusCodeError}
)

const nanosPerMs = 1_000_000

// Traces are spans as one batch of OTLP, each under its scope.
func Traces(spans ...Span) (ptrace.Traces, error) {
	traces := ptrace.NewTraces()
	resource := traces.ResourceSpans().AppendEmpty()
	resource.Resource().Attributes().PutStr("service.name", "parity")
	scopes := map[string]ptrace.ScopeSpans{}
	for index := range spans {
		recorded := &spans[index]
		key := recorded.Scope + "\x00" + recorded.ScopeVersion
		scoped, ok := scopes[key]
		if !ok {
			scoped = resource.ScopeSpans().AppendEmpty()
			scoped.Scope().SetName(recorded.Scope)
			scoped.Scope().SetVersion(recorded.ScopeVersion)
			scopes[key] = scoped
		}
		if err := recorded.write(scoped.Spans().AppendEmpty()); err != nil {
			return traces, err
		}
	}
	return traces, nil
}

func (s *Span) write(span ptrace.Span) error {
	traceID, err := hex.DecodeString(s.TraceID)
	spanID, other := hex.DecodeString(s.SpanID)
	parentID, another := hex.DecodeString(s.ParentSpanID)
	if err != nil || other != nil || another != nil || len(traceID) != 16 || len(spanID) != 8 {
		return fmt.Errorf("span %s/%s: expected ids in hexadecimal", s.TraceID, s.SpanID)
	}
	span.SetName(s.Name)
	span.SetTraceID(pcommon.TraceID(traceID))
	span.SetSpanID(pcommon.SpanID(spanID))
	if len(parentID) == 8 {
		span.SetParentSpanID(pcommon.SpanID(parentID))
	}
	span.SetKind(kinds[s.Kind])
	span.SetStartTimestamp(pcommon.Timestamp(s.StartTimeMs * nanosPerMs))
	span.SetEndTimestamp(pcommon.Timestamp(s.EndTimeMs * nanosPerMs))
	span.Status().SetCode(statuses[s.StatusCode])
	for name, value := range s.Attributes {
		put(span.Attributes().PutEmpty(name), value)
	}
	return nil
}

func put(into pcommon.Value, value any) {
	switch value := value.(type) {
	case string:
		into.SetStr(value)
	case bool:
		into.SetBool(value)
	case float64:
		if value == math.Trunc(value) && math.Abs(value) < 1<<53 {
			into.SetInt(int64(value))
		} else {
			into.SetDouble(value)
		}
	case []any:
		list := into.SetEmptySlice()
		for _, item := range value {
			put(list.AppendEmpty(), item)
		}
	}
}

// Outcomes are the attributes of each span that tell of cost, by trace and span.
func Outcomes(traces ptrace.Traces) map[string]map[string]any {
	outcomes := map[string]map[string]any{}
	for _, resource := range traces.ResourceSpans().All() {
		for _, scoped := range resource.ScopeSpans().All() {
			for _, span := range scoped.Spans().All() {
				outcomes[span.TraceID().String()+span.SpanID().String()] = outcomeOf(span)
			}
		}
	}
	return outcomes
}

func outcomeOf(span ptrace.Span) map[string]any {
	outcome := map[string]any{}
	for name, value := range span.Attributes().All() {
		if !strings.HasPrefix(name, "outlay.cost.") && name != names.GenAIUsageCost {
			continue
		}
		switch value.Type() {
		case pcommon.ValueTypeInt:
			outcome[name] = float64(value.Int())
		default:
			outcome[name] = value.AsRaw()
		}
	}
	return outcome
}
