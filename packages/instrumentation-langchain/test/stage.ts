// SPDX-License-Identifier: Apache-2.0
import { startTelemetry } from "@outlay-test/conformance";
import type { Telemetry } from "@outlay-test/conformance";
import { startFakeProvider } from "@outlay-test/fake-provider";
import type { FakeProvider } from "@outlay-test/fake-provider";
import { OpenAIInstrumentation } from "@outlay/instrumentation-openai";
import { afterAll, afterEach, beforeAll, beforeEach } from "vitest";

import { LangChainInstrumentation } from "../src/index.ts";

/** What tests of structure share: both instrumentations are enabled again before each. */
export interface Stage {
  readonly telemetry: Telemetry;
  readonly provider: FakeProvider;
  readonly openai: OpenAIInstrumentation;
  readonly langchain: LangChainInstrumentation;
}

/** Sets the stage of a file of tests. */
export function stageOfFile(): () => Stage {
  let stage: Stage | undefined;
  const current = (): Stage => {
    if (stage === undefined) throw new Error("no test has started");
    return stage;
  };
  beforeAll(async () => {
    const telemetry = startTelemetry();
    const provider = await startFakeProvider();
    stage = { telemetry, provider, openai: new OpenAIInstrumentation(), langchain: new LangChainInstrumentation() };
  });
  afterAll(async () => {
    current().langchain.disable();
    current().openai.disable();
    await current().provider.close();
    await current().telemetry.shutdown();
  });
  beforeEach(async () => {
    stage = { ...current(), provider: await startFakeProvider() };
    await current().telemetry.clear();
  });
  afterEach(async () => {
    current().openai.enable();
    current().langchain.enable();
    await current().provider.close();
  });
  return current;
}

/** The spans as an indented tree, siblings in the order they began; how a span ended, if not well, is said behind it. */
export async function treeOf({ telemetry }: Stage): Promise<string[]> {
  const spans = await telemetry.spans();
  const below = (parentId: string | undefined, depth: number): string[] =>
    spans
      .filter((span) => span.parentSpanContext?.spanId === parentId)
      .toSorted((a, b) => a.startTime[0] - b.startTime[0] || a.startTime[1] - b.startTime[1])
      .flatMap((span) => {
        const { "outlay.operation.outcome": outcome, "error.type": errorType } = span.attributes;
        const ended = [outcome, errorType].find((value) => typeof value === "string");
        const line = "  ".repeat(depth) + span.name + (ended === undefined ? "" : ` (${ended})`);
        return [line, ...below(span.spanContext().spanId, depth + 1)];
      });
  return below(undefined, 0);
}

/** How many spans carry a bill. */
export async function billedIn({ telemetry }: Stage): Promise<number> {
  const spans = await telemetry.spans();
  return spans.filter(({ attributes }) => attributes["gen_ai.usage.input_tokens"] !== undefined).length;
}
