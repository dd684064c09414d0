// SPDX-License-Identifier: Apache-2.0

package outlay

import (
	"context"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"go.opentelemetry.io/collector/component/componenttest"
	"go.opentelemetry.io/collector/consumer/consumertest"
	"go.opentelemetry.io/collector/pdata/pcommon"
	"go.opentelemetry.io/collector/pdata/ptrace"
	"go.opentelemetry.io/collector/processor/processortest"
	"go.opentelemetry.io/otel/sdk/metric/metricdata"

	"github.com/outlay-dev/outlay/collector-config/processor/outlay/internal/metadata"
)

const startNano = 1_764_000_000_000_000_000

// chat is a call as an instrumentation records it: 10,000 tokens in, 1,000 out, $0.045.
func chat() map[string]any {
	return map[string]any{
		"gen_ai.operation.name":      "chat",
		"gen_ai.provider.name":       "anthropic",
		"gen_ai.request.model":       "claude-sonnet-4-5",
		"gen_ai.usage.input_tokens":  10_000,
		"gen_ai.usage.output_tokens": 1_000,
	}
}

func with(attributes map[string]any, name string, value any) map[string]any {
	attributes[name] = value
	return attributes
}

func without(attributes map[string]any, names ...string) map[string]any {
	for _, name := range names {
		delete(attributes, name)
	}
	return attributes
}

func batchOf(t testing.TB, spans ...map[string]any) ptrace.Traces {
	t.Helper()
	traces := ptrace.NewTraces()
	scoped := traces.ResourceSpans().AppendEmpty().ScopeSpans().AppendEmpty()
	scoped.Scope().SetName("app")
	for index, attributes := range spans {
		span := scoped.Spans().AppendEmpty()
		span.SetName("chat")
		span.SetKind(ptrace.SpanKindClient)
		span.SetTraceID(pcommon.TraceID{1})
		span.SetSpanID(pcommon.SpanID{2, byte(index + 1)})
		span.SetStartTimestamp(startNano + pcommon.Timestamp(index)*1e9)
		span.SetEndTimestamp(startNano + pcommon.Timestamp(index)*1e9 + 1e8)
		require.NoError(t, span.Attributes().FromRaw(attributes))
	}
	return traces
}

// after is what a processor has made of spans, in their order.
func after(t testing.TB, config *Config, traces ptrace.Traces) []map[string]any {
	t.Helper()
	own, sink := started(t, config)
	require.NoError(t, own.ConsumeTraces(context.Background(), traces))
	require.Len(t, sink.AllTraces(), 1)
	var all []map[string]any
	for _, span := range sink.AllTraces()[0].ResourceSpans().At(0).ScopeSpans().At(0).Spans().All() {
		all = append(all, span.Attributes().AsRaw())
	}
	return all
}

func TestACallGetsItsCost(t *testing.T) {
	priced := after(t, defaultConfig(), batchOf(t, chat()))[0]
	assert.Equal(t, "priced", priced["outlay.cost.status"])
	assert.InDelta(t, 0.045, priced["outlay.cost.total_usd"], 1e-12)
	assert.InDelta(t, 0.045, priced["gen_ai.usage.cost"], 1e-12)
	assert.Equal(t, int64(45_000_000), priced["outlay.cost.total_nano_usd"])
	assert.InDelta(t, 0.03, priced["outlay.cost.uncached_input_usd"], 1e-12)
	assert.InDelta(t, 0.015, priced["outlay.cost.output_usd"], 1e-12)
}

func TestWhatIsWrongWithASpanIsSaidAndTheSpanIsPassedOn(t *testing.T) {
	const total = "outlay.cost.total_usd"
	for _, span := range []struct {
		title      string
		attributes map[string]any
		status     any
		usd        any
	}{
		{"a model that nobody knows", with(chat(), "gen_ai.request.model", "nobody-knows-1"), "unpriced", nil},
		{"no model", without(chat(), "gen_ai.request.model"), "unpriced", nil},
		{"no usage", without(chat(), "gen_ai.usage.input_tokens", "gen_ai.usage.output_tokens"), "unpriced", nil},
		{"numbers as text", with(chat(), "gen_ai.usage.input_tokens", "10000"), "partial", 0.015},
		{"a cost that somebody else has written", with(with(chat(), "outlay.cost.status", "priced"), total, 7.0), "priced", 7.0},
		{"an attribute of 10 MB", with(chat(), "gen_ai.input.messages", strings.Repeat("x", 10<<20)), "priced", 0.045},
		{"no call at all", map[string]any{"http.request.method": "GET"}, nil, nil},
	} {
		t.Run(span.title, func(t *testing.T) {
			names := len(span.attributes)
			got := after(t, defaultConfig(), batchOf(t, span.attributes))[0]
			assert.GreaterOrEqual(t, len(got), names)
			assert.Equal(t, span.status, got["outlay.cost.status"])
			if span.usd == nil {
				assert.NotContains(t, got, total)
			} else {
				assert.InDelta(t, span.usd, got[total], 1e-12)
			}
		})
	}
}

func TestANegativeCountIsNoCount(t *testing.T) {
	got := after(t, defaultConfig(), batchOf(t, with(chat(), "gen_ai.usage.input_tokens", -5)))[0]
	assert.NotEqual(t, "priced", got["outlay.cost.status"])
	if usd, ok := got["outlay.cost.total_usd"]; ok {
		assert.GreaterOrEqual(t, usd, 0.0)
	}
}

func TestACallSeenTwiceIsBilledOnceUnlessToldOtherwise(t *testing.T) {
	twice := func() ptrace.Traces {
		id := func() map[string]any { return with(chat(), "gen_ai.response.id", "msg_1") }
		return batchOf(t, id(), id())
	}
	got := after(t, defaultConfig(), twice())
	assert.Equal(t, "priced", got[0]["outlay.cost.status"])
	assert.Equal(t, "duplicate", got[1]["outlay.cost.status"])
	assert.Equal(t, "0201000000000000", got[1]["outlay.cost.duplicate_of"])
	assert.NotContains(t, got[1], "gen_ai.usage.cost")

	config := defaultConfig()
	config.Dedupe.Enabled = false
	for _, span := range after(t, config, twice()) {
		assert.Equal(t, "priced", span["outlay.cost.status"])
	}
}

func TestAnEstimateOfTheEmitterIsInNoSum(t *testing.T) {
	got := after(t, defaultConfig(), batchOf(t, with(with(chat(), "gen_ai.request.model", "nobody-knows-1"), "gen_ai.usage.cost", 3.5)))[0]
	assert.NotContains(t, got, "gen_ai.usage.cost")
	assert.InDelta(t, 3.5, got["outlay.cost.emitter_usd"], 0)
}

func TestCallsAreCountedByWhatBecameOfThem(t *testing.T) {
	telemetry := componenttest.NewTelemetry()
	t.Cleanup(func() { require.NoError(t, telemetry.Shutdown(context.Background())) })
	settings := processortest.NewNopSettings(metadata.Type)
	settings.TelemetrySettings = telemetry.NewTelemetrySettings()
	own, err := NewFactory().CreateTraces(context.Background(), settings, defaultConfig(), consumertest.NewNop())
	require.NoError(t, err)
	require.NoError(t, own.Start(context.Background(), componenttest.NewNopHost()))
	require.NoError(t, own.ConsumeTraces(context.Background(),
		batchOf(t, chat(), with(chat(), "gen_ai.request.model", "nobody-knows-1"))))
	require.NoError(t, own.Shutdown(context.Background()))

	totals := map[string]int64{}
	for _, name := range []string{"calls", "unpriced_calls", "unpriced_tokens"} {
		recorded, err := telemetry.GetMetric("otelcol_processor_outlay_" + name)
		require.NoError(t, err)
		for _, point := range recorded.Data.(metricdata.Sum[int64]).DataPoints {
			for _, label := range point.Attributes.ToSlice() {
				totals[name+" "+label.Value.AsString()] += point.Value
			}
		}
	}
	assert.Equal(t, map[string]int64{
		"calls priced": 1, "calls unpriced": 1,
		"unpriced_calls unknown_model": 1, "unpriced_tokens unknown_model": 11_000,
	}, totals)
}
