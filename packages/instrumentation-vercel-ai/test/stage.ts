// SPDX-License-Identifier: Apache-2.0
import { context, trace } from "@opentelemetry/api";
import type { Attributes, Tracer } from "@opentelemetry/api";
import { AsyncLocalStorageContextManager } from "@opentelemetry/context-async-hooks";
import { InMemorySpanExporter, SimpleSpanProcessor, TracerProvider } from "@opentelemetry/sdk-trace";
import { startFakeProvider } from "@outlay-test/fake-provider";
import type { FakeProvider } from "@outlay-test/fake-provider";
import { VercelAIInstrumentation } from "@outlay/instrumentation-vercel-ai";
import { OutlaySpanProcessor } from "@outlay/span-processor";

import { loadSdk } from "./load-sdk.ts";
import type { Build, Sdk } from "./load-sdk.ts";

/** A span as tests look at it. */
export interface SeenSpan {
  readonly name: string;
  readonly scope: string;
  readonly attributes: Attributes;
  readonly id: string;
  readonly parentId: string | undefined;
}

/** A program with OpenTelemetry, Outlay's processor in front, and one build of `ai`. */
export interface Stage extends Sdk {
  readonly provider: FakeProvider;
  readonly tracer: Tracer;
  readonly instrumentation: VercelAIInstrumentation;
  /** Spans that have ended since the last look, in that order. */
  spans(): SeenSpan[];
  /** The spans as a tree, one line each, with what `tell` says of each. */
  tree(tell?: (span: SeenSpan) => string): string;
  close(): Promise<void>;
}

/** Starts everything, and loads the build while the instrumentation watches. */
export async function startStage(build: Build): Promise<Stage> {
  const exporter = new InMemorySpanExporter();
  const processor = new OutlaySpanProcessor();
  const provider = new TracerProvider({ spanProcessors: [processor, new SimpleSpanProcessor({ exporter })] });
  context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable());
  trace.setGlobalTracerProvider(provider);
  const fake = await startFakeProvider();
  const instrumentation = new VercelAIInstrumentation();
  const sdk = await loadSdk(build);
  const spans = (): SeenSpan[] => {
    const seen = exporter.getFinishedSpans().map((span) => ({
      name: span.name,
      scope: span.instrumentationScope.name,
      attributes: { ...span.attributes },
      id: span.spanContext().spanId,
      parentId: span.parentSpanContext?.spanId,
    }));
    exporter.reset();
    return seen;
  };
  return {
    ...sdk,
    provider: fake,
    tracer: trace.getTracer("application"),
    instrumentation,
    spans,
    tree: (tell) => drawTree(spans(), tell),
    async close() {
      instrumentation.disable();
      await fake.close();
      await provider.shutdown();
      for (const api of [trace, context]) api.disable();
    },
  };
}

/** Draws spans as a tree: siblings in the order they ended. */
export function drawTree(spans: readonly SeenSpan[], tell: (span: SeenSpan) => string = () => ""): string {
  const ids = new Set(spans.map(({ id }) => id));
  const lines = (parentId: string | undefined, depth: number): string[] =>
    spans.flatMap((span) => {
      const isHere = parentId === undefined ? !ids.has(span.parentId ?? "") : span.parentId === parentId;
      return isHere ? [`${"  ".repeat(depth)}${span.name} ${tell(span)}`.trimEnd(), ...lines(span.id, depth + 1)] : [];
    });
  return lines(undefined, 0).join("\n");
}

/** What a span says was billed: on itself, or below it. */
export function billed({ attributes }: SeenSpan): string {
  const calls = attributes["outlay.rollup.calls"];
  if (typeof calls === "number") return `(${calls} calls)`;
  const status = attributes["outlay.cost.status"];
  return typeof status === "string" ? `[${status}]` : "";
}
