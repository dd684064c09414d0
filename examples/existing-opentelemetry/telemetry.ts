// SPDX-License-Identifier: Apache-2.0
// The application's own OpenTelemetry, loaded before it: `node --import ./telemetry.ts app.ts`. Outlay adds two lines to
// it, the processor and the instrumentations; budgets are a third.
import { logs } from "@opentelemetry/api";
import { OTLPTraceExporter } from "@opentelemetry/exporter-trace-otlp-proto";
import { NodeSDK } from "@opentelemetry/sdk-node";
import { BatchSpanProcessor } from "@opentelemetry/sdk-trace";
import {
  alertFromBudgetEvent,
  createAlertDispatcher,
  createConsoleChannel,
  createOtelLogChannel,
} from "@outlay/alerts";
import { createBudgetTracker } from "@outlay/budget";
import { ConsoleTreeExporter } from "@outlay/exporter-console";
import { OutlaySpanProcessor, outlayInstrumentations } from "@outlay/node";

const budgets = createBudgetTracker([
  {
    name: "support",
    limit: { usd: 0.005 },
    window: { every: "day" },
    groupBy: ["team.id"],
    thresholds: [{ at: "50%" }],
  },
]);
const alerts = createAlertDispatcher({
  channels: [
    createConsoleChannel({ write: (line) => void process.stderr.write(`${line}\n`) }),
    createOtelLogChannel(logs.getLogger("support-desk")),
  ],
});

const hasBackend = Boolean(process.env["OTEL_EXPORTER_OTLP_ENDPOINT"]);

const sdk = new NodeSDK({
  serviceName: "support-desk",
  spanProcessors: [
    // First, so that the exporters after it see the cost.
    new OutlaySpanProcessor({ budgets, onBudgetEvent: (event) => alerts.dispatch(alertFromBudgetEvent(event)) }),
    new BatchSpanProcessor({ exporter: hasBackend ? new OTLPTraceExporter() : new ConsoleTreeExporter() }),
  ],
  instrumentations: [...outlayInstrumentations() /* , and those of HTTP, databases … */],
});
sdk.start();

process.once("beforeExit", () => void sdk.shutdown());
