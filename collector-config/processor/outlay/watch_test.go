// SPDX-License-Identifier: Apache-2.0

package outlay

import (
	"context"
	"os"
	"path/filepath"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"go.opentelemetry.io/collector/component/componenttest"
)

// The clock is the bubble's: nothing is waited for. A watcher that outlives its processor fails the test as a deadlock.
func TestPriceFilesAreWatchedUntilTheProcessorIsShutDown(t *testing.T) {
	path := filepath.Join(t.TempDir(), "prices.yaml")
	require.NoError(t, os.WriteFile(path, []byte(rates("2")), 0o600))
	synctest.Test(t, func(t *testing.T) {
		config := defaultConfig()
		config.Prices.OverridesFile, config.Prices.ReloadInterval = path, 30*time.Second
		own, err := newProcessor(config, componenttest.NewNopTelemetrySettings())
		require.NoError(t, err)
		require.NoError(t, own.start(context.Background(), componenttest.NewNopHost()))
		first := own.engine.Load()

		require.NoError(t, os.WriteFile(path, []byte(rates("4.00")), 0o600))
		time.Sleep(29 * time.Second)
		synctest.Wait()
		assert.Same(t, first, own.engine.Load(), "before its time")
		time.Sleep(2 * time.Second)
		synctest.Wait()
		assert.NotSame(t, first, own.engine.Load(), "after its time")

		require.NoError(t, own.shutdown(context.Background()))
	})
}

func TestAProcessorThatNeverStartedCanBeShutDown(t *testing.T) {
	own, err := newProcessor(defaultConfig(), componenttest.NewNopTelemetrySettings())
	require.NoError(t, err)
	require.NoError(t, own.shutdown(context.Background()))
}
