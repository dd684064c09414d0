// SPDX-License-Identifier: Apache-2.0

package outlay

import (
	"context"
	"os"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"go.opentelemetry.io/collector/component/componenttest"
	"go.opentelemetry.io/otel/metric"
	"go.yaml.in/yaml/v3"

	"github.com/outlay-dev/outlay/collector-config/processor/outlay/internal/metadata"
)

// described is what metadata.yaml says, as far as the code has to agree.
type described struct {
	Type      string `yaml:"type"`
	ScopeName string `yaml:"scope_name"`
	Status    struct {
		Stability map[string][]string `yaml:"stability"`
	} `yaml:"status"`
	Telemetry struct {
		Metrics map[string]struct {
			Description string `yaml:"description"`
			Stability   string `yaml:"stability"`
			Unit        string `yaml:"unit"`
		} `yaml:"metrics"`
	} `yaml:"telemetry"`
}

func readDescribed(t *testing.T) described {
	t.Helper()
	data, err := os.ReadFile("metadata.yaml")
	require.NoError(t, err)
	var told described
	require.NoError(t, yaml.Unmarshal(data, &told))
	return told
}

func TestTheComponentIsWhatItsMetadataSay(t *testing.T) {
	told := readDescribed(t)
	assert.Equal(t, told.Type, metadata.Type.String())
	assert.Equal(t, told.ScopeName, metadata.ScopeName)
	assert.Equal(t, []string{"traces"}, told.Status.Stability[strings.ToLower(metadata.TracesStability.String())])
}

func TestItsOwnMetricsAreThoseOfItsMetadata(t *testing.T) {
	telemetry := componenttest.NewTelemetry()
	t.Cleanup(func() { require.NoError(t, telemetry.Shutdown(context.Background())) })
	own, err := metadata.NewTelemetry(telemetry.NewTelemetrySettings())
	require.NoError(t, err)
	told := readDescribed(t).Telemetry.Metrics
	require.NotEmpty(t, told)
	for _, counter := range []metric.Int64Counter{
		own.Calls, own.UnpricedCalls, own.UnpricedTokens, own.Problems, own.Faults, own.Reloads,
	} {
		counter.Add(context.Background(), 1)
	}
	for name, wanted := range told {
		recorded, err := telemetry.GetMetric("otelcol_" + name)
		require.NoError(t, err, name)
		assert.Equal(t, wanted.Unit, recorded.Unit, name)
		assert.Equal(t, wanted.Description+" ["+strings.ToUpper(wanted.Stability[:1])+wanted.Stability[1:]+"]", recorded.Description, name)
	}
}

// documentation.md is what mdatagen makes of metadata.yaml: neither it nor the README may fall behind.
func TestItsPagesNameEveryMetric(t *testing.T) {
	told := readDescribed(t).Telemetry.Metrics
	documentation, err := os.ReadFile("documentation.md")
	require.NoError(t, err)
	readme, err := os.ReadFile("README.md")
	require.NoError(t, err)
	for name, metric := range told {
		assert.Contains(t, string(documentation), "### otelcol_"+name+"\n\n"+metric.Description+"\n", name)
		assert.Contains(t, string(readme), "`otelcol_"+name+"`", name)
	}
	assert.Equal(t, len(told), strings.Count(string(documentation), "\n### otelcol_"))
}
