// SPDX-License-Identifier: Apache-2.0
import { InMemoryLogRecordExporter, LoggerProvider, SimpleLogRecordProcessor } from "@opentelemetry/sdk-logs";
import {
  AggregationTemporality,
  InMemoryMetricExporter,
  MeterProvider,
  PeriodicExportingMetricReader,
} from "@opentelemetry/sdk-metrics";
import {
  InMemoryLogRecordExporter as InMemoryLogRecordExporter2,
  LoggerProvider as LoggerProvider2,
  SimpleLogRecordProcessor as SimpleLogRecordProcessor2,
} from "sdk-logs-2";
import { describe, expect, it } from "vitest";

import { createAlertDispatcher } from "../src/dispatcher.ts";
import { createOtelLogChannel } from "../src/otel-log-channel.ts";
import type { LoggerLike } from "../src/otel-log-channel.ts";
import { createOtelMetricChannel } from "../src/otel-metrics.ts";
import { alertsOf, NOON_MS, thresholdAlert } from "./alerts.ts";

interface ExportedRecord {
  readonly eventName?: string | undefined;
  readonly severityNumber?: number | undefined;
  readonly severityText?: string | undefined;
  readonly hrTime: readonly [number, number];
  readonly body?: unknown;
  readonly attributes: object;
}

const sdks: readonly (readonly [string, () => { logger: LoggerLike; finished: () => readonly ExportedRecord[] }])[] = [
  [
    "SDK 3 on API 1.10",
    () => {
      const exporter = new InMemoryLogRecordExporter();
      const provider = new LoggerProvider({ processors: [new SimpleLogRecordProcessor({ exporter })] });
      return { logger: provider.getLogger("@outlay/alerts"), finished: () => exporter.getFinishedLogRecords() };
    },
  ],
  [
    "SDK 0.2xx on API 1.9",
    () => {
      const exporter = new InMemoryLogRecordExporter2();
      const provider = new LoggerProvider2({ processors: [new SimpleLogRecordProcessor2({ exporter })] });
      return { logger: provider.getLogger("@outlay/alerts"), finished: () => exporter.getFinishedLogRecords() };
    },
  ],
];

describe.each(sdks)("the log channel with %s", (_, start) => {
  it("emits one event for each alert, without being named", () => {
    const { logger, finished } = start();
    const dispatcher = createAlertDispatcher({ channels: [createOtelLogChannel(logger)] });
    dispatcher.dispatch(thresholdAlert());
    dispatcher.dispatch({ ...thresholdAlert(), type: "budget.exhausted", severity: "error" });
    const [warning, error] = finished();
    expect(warning).toMatchObject({
      eventName: "outlay.budget.threshold_crossed",
      severityNumber: 13,
      severityText: "WARN",
      hrTime: [NOON_MS / 1_000, 0],
      body: "budget team-day (team.id=a) reached 80%: $82.13 of $100.00 spent, until 2026-11-24 00:00 Europe/Berlin",
    });
    expect(warning?.attributes).toEqual({
      "outlay.budget.name": "team-day",
      "outlay.budget.group": "team.id=a",
      "outlay.budget.threshold": 0.8,
      "outlay.budget.unit": "usd",
      "outlay.budget.limit": 100,
      "outlay.budget.spent": 82.13,
      "outlay.budget.unknown_calls": 0,
      "outlay.budget.window_start": "2026-11-22T23:00:00.000Z",
      "outlay.budget.window_end": "2026-11-23T23:00:00.000Z",
      "outlay.budget.trace_id": "t1",
    });
    expect(error).toMatchObject({ eventName: "outlay.budget.exhausted", severityNumber: 17, severityText: "ERROR" });
  });
});

describe("metrics", () => {
  it("count thresholds and show where budgets stand", async () => {
    const exporter = new InMemoryMetricExporter(AggregationTemporality.CUMULATIVE);
    const reader = new PeriodicExportingMetricReader({ exporter, exportIntervalMillis: 3_600_000 });
    const provider = new MeterProvider({ readers: [reader] });
    const meter = provider.getMeter("@outlay/alerts");
    const dispatcher = createAlertDispatcher({ channels: [createOtelMetricChannel(meter)] });
    for (const alert of alertsOf({}, { costNanoUsd: 130_000_000_000 })) dispatcher.dispatch(alert);
    dispatcher.dispatch(thresholdAlert());
    await provider.forceFlush();
    const points = exporter
      .getMetrics()
      .flatMap(({ scopeMetrics }) =>
        scopeMetrics.flatMap(({ metrics }) =>
          metrics.flatMap(({ descriptor, dataPoints }) =>
            dataPoints.map(({ attributes, value }) => [descriptor.name, ...Object.values(attributes), value]),
          ),
        ),
      );
    await provider.shutdown();
    expect(points).toEqual([
      ["outlay.budget.threshold_crossed", "team-day", 1, 1],
      ["outlay.budget.threshold_crossed", "team-day", 0.8, 2],
    ]);
  });
});
