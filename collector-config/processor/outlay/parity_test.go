// SPDX-License-Identifier: Apache-2.0

package outlay

import (
	"context"
	"encoding/json"
	"os"
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"go.opentelemetry.io/collector/component/componenttest"
	"go.opentelemetry.io/collector/consumer/consumertest"
	"go.opentelemetry.io/collector/pdata/ptrace"
	"go.opentelemetry.io/collector/processor"
	"go.opentelemetry.io/collector/processor/processortest"

	"github.com/outlay-dev/outlay/collector-config/processor/outlay/internal/metadata"
	"github.com/outlay-dev/outlay/collector-config/processor/outlay/internal/paritytest"
)

// More vectors than are committed, as a generator makes them for one run.
const moreVectorsVariable = "OUTLAY_PARITY_SPANS"

// started is a processor as a Collector runs it, and what comes out of it.
func started(t testing.TB, config *Config) (processor.Traces, *consumertest.TracesSink) {
	t.Helper()
	sink := new(consumertest.TracesSink)
	own, err := NewFactory().CreateTraces(context.Background(), processortest.NewNopSettings(metadata.Type), config, sink)
	require.NoError(t, err)
	require.NoError(t, own.Start(context.Background(), componenttest.NewNopHost()))
	t.Cleanup(func() { require.NoError(t, own.Shutdown(context.Background())) })
	return own, sink
}

func defaultConfig() *Config { return createDefaultConfig().(*Config) }

func process(t testing.TB, batches ...ptrace.Traces) map[string]map[string]any {
	t.Helper()
	own, sink := started(t, defaultConfig())
	outcomes := map[string]map[string]any{}
	for _, batch := range batches {
		require.NoError(t, own.ConsumeTraces(context.Background(), batch))
	}
	for _, passed := range sink.AllTraces() {
		for id, outcome := range paritytest.Outcomes(passed) {
			outcomes[id] = outcome
		}
	}
	return outcomes
}

func expected(vector *paritytest.SpanVector) map[string]map[string]any {
	expected := map[string]map[string]any{}
	for index, outcome := range vector.Expect {
		expected[vector.Spans[index].TraceID+vector.Spans[index].SpanID] = outcome
	}
	return expected
}

func inOneBatch(t testing.TB, vector *paritytest.SpanVector) []ptrace.Traces {
	t.Helper()
	// Whatever the order in which a batch has them.
	spans := slices.Clone(vector.Spans)
	slices.Reverse(spans)
	traces, err := paritytest.Traces(spans...)
	require.NoError(t, err)
	return []ptrace.Traces{traces}
}

func oneByOne(t testing.TB, vector *paritytest.SpanVector) []ptrace.Traces {
	t.Helper()
	spans := slices.Clone(vector.Spans)
	slices.SortFunc(spans, func(a, b paritytest.Span) int { return int(a.EndTimeMs - b.EndTimeMs) })
	var batches []ptrace.Traces
	for _, span := range spans {
		traces, err := paritytest.Traces(span)
		require.NoError(t, err)
		batches = append(batches, traces)
	}
	return batches
}

func TestEveryRecordedProgramSaysOfCostWhatItSaysInTypeScript(t *testing.T) {
	vectors, err := paritytest.Read("testdata/vectors.generated.json")
	require.NoError(t, err)
	require.GreaterOrEqual(t, len(vectors.Spans), 100)
	for index := range vectors.Spans {
		vector := &vectors.Spans[index]
		t.Run(vector.Name+"/in one batch", func(t *testing.T) {
			assert.Equal(t, expected(vector), process(t, inOneBatch(t, vector)...))
		})
		t.Run(vector.Name+"/one by one", func(t *testing.T) {
			assert.Equal(t, expected(vector), process(t, oneByOne(t, vector)...))
		})
	}
}

func TestRandomSpansSayOfCostWhatTheySayInTypeScript(t *testing.T) {
	path := os.Getenv(moreVectorsVariable)
	if path == "" {
		t.Skip(moreVectorsVariable + " names no file of vectors")
	}
	vectors, err := paritytest.Read(path)
	require.NoError(t, err)
	different, spans := 0, 0
	for index := range vectors.Spans {
		vector := &vectors.Spans[index]
		spans += len(vector.Spans)
		got, want := process(t, inOneBatch(t, vector)...), expected(vector)
		if assert.ObjectsAreEqual(want, got) {
			continue
		}
		if different++; different <= 5 {
			told, _ := json.Marshal(vector.Spans)
			wanted, _ := json.Marshal(want)
			given, _ := json.Marshal(got)
			t.Errorf("%s %s\n got %s\nwant %s", vector.Name, told, given, wanted)
		}
	}
	require.Zero(t, different, "of %d programs", len(vectors.Spans))
	t.Logf("%d spans of %d programs, no difference", spans, len(vectors.Spans))
}
