// SPDX-License-Identifier: Apache-2.0

package metadata

import (
	"errors"

	"go.opentelemetry.io/collector/component"
	"go.opentelemetry.io/otel/metric"
)

// Telemetry are the component's own instruments, as metadata.yaml describes them.
type Telemetry struct {
	Calls, UnpricedCalls, UnpricedTokens, Problems, Faults, Reloads metric.Int64Counter
}

// NewTelemetry creates the instruments.
func NewTelemetry(settings component.TelemetrySettings) (*Telemetry, error) {
	meter := settings.MeterProvider.Meter(ScopeName)
	var telemetry Telemetry
	var errs error
	for _, counter := range []struct {
		into                    *metric.Int64Counter
		name, unit, description string
	}{
		{&telemetry.Calls, "calls", "{call}", "Model calls, by status of their cost."},
		{&telemetry.UnpricedCalls, "unpriced_calls", "{call}", "Calls that could not be priced, by reason."},
		{&telemetry.UnpricedTokens, "unpriced_tokens", "{token}", "Tokens of calls that could not be priced, by reason."},
		{&telemetry.Problems, "problems", "{problem}", "What made costs less than certain, by problem."},
		{&telemetry.Faults, "faults", "{span}", "Spans that were passed on as they were, because reading them failed."},
		{&telemetry.Reloads, "reloads", "{reload}", "Price files that were read again after a change, by outcome."},
	} {
		created, err := meter.Int64Counter(
			"otelcol_processor_outlay_"+counter.name,
			metric.WithUnit(counter.unit),
			metric.WithDescription(counter.description+" [Alpha]"),
		)
		*counter.into = created
		errs = errors.Join(errs, err)
	}
	return &telemetry, errs
}
