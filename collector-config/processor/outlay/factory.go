// SPDX-License-Identifier: Apache-2.0

// Package outlay prices the model calls in traces, whatever language and instrumentation they are from.
package outlay // import "github.com/outlay-dev/outlay/collector-config/processor/outlay"

import (
	"context"

	"go.opentelemetry.io/collector/component"
	"go.opentelemetry.io/collector/consumer"
	"go.opentelemetry.io/collector/processor"
	"go.opentelemetry.io/collector/processor/processorhelper"

	"github.com/outlay-dev/outlay/collector-config/processor/outlay/internal/metadata"
)

// NewFactory makes the factory of the processor.
func NewFactory() processor.Factory {
	return processor.NewFactory(
		metadata.Type,
		createDefaultConfig,
		processor.WithTraces(createTraces, metadata.TracesStability),
	)
}

func createTraces(
	ctx context.Context,
	settings processor.Settings,
	config component.Config,
	next consumer.Traces,
) (processor.Traces, error) {
	own, err := newProcessor(config.(*Config), settings.TelemetrySettings)
	if err != nil {
		return nil, err
	}
	return processorhelper.NewTraces(ctx, settings, config, next, own.processTraces,
		processorhelper.WithCapabilities(consumer.Capabilities{MutatesData: true}),
		processorhelper.WithStart(own.start),
		processorhelper.WithShutdown(own.shutdown),
	)
}
