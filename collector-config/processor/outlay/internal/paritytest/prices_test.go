// SPDX-License-Identifier: Apache-2.0

package paritytest

import (
	"encoding/json"
	"os"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/outlay-dev/outlay/collector-config/processor/outlay/internal/engine"
	"github.com/outlay-dev/outlay/collector-config/processor/outlay/internal/prices"
)

const staleAfterDays = 120

// More vectors than are committed, as a generator makes them for one run.
const moreVectorsVariable = "OUTLAY_PARITY_PRICES"

func newEngine() *engine.Engine {
	return engine.New(prices.NewIndex(prices.Compiled(), &prices.Overrides{}, staleAfterDays))
}

func TestEveryAcceptanceCaseCostsWhatItCostsInTypeScript(t *testing.T) {
	vectors, err := Read("../../testdata/vectors.generated.json")
	require.NoError(t, err)
	require.GreaterOrEqual(t, len(vectors.Prices), 300)
	engine := newEngine()
	for _, vector := range vectors.Prices {
		t.Run(vector.Name, func(t *testing.T) {
			cost := engine.Price(vector.Query.Engine())
			assert.Equal(t, asTold(vector.Expect), OutcomeOf(&cost))
		})
	}
}

func TestRandomCallsCostWhatTheyCostInTypeScript(t *testing.T) {
	path := os.Getenv(moreVectorsVariable)
	if path == "" {
		t.Skip(moreVectorsVariable + " names no file of vectors")
	}
	vectors, err := Read(path)
	require.NoError(t, err)
	engine := newEngine()
	different := 0
	for _, vector := range vectors.Prices {
		cost := engine.Price(vector.Query.Engine())
		if !assert.ObjectsAreEqual(asTold(vector.Expect), OutcomeOf(&cost)) {
			different++
			if different <= 5 {
				query, _ := json.Marshal(vector.Query)
				got, _ := json.Marshal(OutcomeOf(&cost))
				want, _ := json.Marshal(vector.Expect)
				t.Errorf("%s %s\n got %s\nwant %s", vector.Name, query, got, want)
			}
		}
	}
	require.Zero(t, different, "of %d calls", len(vectors.Prices))
	t.Logf("%d calls, no difference", len(vectors.Prices))
}

// asTold is an outcome whose empty parts are none: JSON has an object for those.
func asTold(outcome Outcome) Outcome {
	if len(outcome.Parts) == 0 {
		outcome.Parts = nil
	}
	return outcome
}
