// SPDX-License-Identifier: Apache-2.0
import { InMemorySpanExporter, SimpleSpanProcessor, TracerProvider } from "@opentelemetry/sdk-trace";
import { expect, it } from "vitest";

import { SwitchingTracerProvider } from "../src/telemetry/switching-tracer-provider.ts";

it("sends the spans of a tracer that was handed out early to the provider of the moment", () => {
  const exporters = [new InMemorySpanExporter(), new InMemorySpanExporter()] as const;
  const [lent, own] = exporters.map(
    (exporter) => new TracerProvider({ spanProcessors: [new SimpleSpanProcessor({ exporter })] }),
  ) as [TracerProvider, TracerProvider];
  const switching = new SwitchingTracerProvider(lent);
  const tracer = switching.getTracer("early", "1.0.0");
  tracer.startSpan("before").end();
  switching.switchTo(own);
  tracer.startSpan("after").end();
  const result = tracer.startActiveSpan("active", { attributes: { a: 1 } }, (span) => {
    span.end();
    return 7;
  });

  const names = exporters.map((exporter) => exporter.getFinishedSpans().map(({ name }) => name));
  expect(names).toEqual([["before"], ["after", "active"]]);
  expect(result).toBe(7);
  expect(exporters[1].getFinishedSpans()[1]).toMatchObject({
    attributes: { a: 1 },
    instrumentationScope: { name: "early", version: "1.0.0" },
  });
});
