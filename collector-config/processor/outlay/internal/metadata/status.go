// SPDX-License-Identifier: Apache-2.0

// Package metadata has what metadata.yaml says of the component, in the form that mdatagen gives it. Kept by hand: a test
// compares the two.
package metadata

import "go.opentelemetry.io/collector/component"

// Type is the component's name in configurations.
var Type = component.MustNewType("outlay")

// ScopeName is the instrumentation scope of the component's own telemetry.
const ScopeName = "github.com/outlay-dev/outlay/collector-config/processor/outlay"

// TracesStability is how settled the component is for traces.
const TracesStability = component.StabilityLevelAlpha
