// SPDX-License-Identifier: Apache-2.0
import { startOtlpReceiver } from "@outlay-test/otlp-receiver";
import type { ReceivedSpan } from "@outlay-test/otlp-receiver";
import { beforeAll, describe, expect, it } from "vitest";

import { acceptanceSpans } from "../src/acceptance-spans.ts";
import { BUILD_TIMEOUT_MS, WITHOUT_COLLECTOR } from "../src/collector-binary.ts";
import { dialectSpans } from "../src/dialect-spans.ts";
import { collectorAnswer, engineAnswer } from "../src/engine-answer.ts";
import type { Answer } from "../src/engine-answer.ts";
import { otlpSpans } from "../src/otlp-spans.ts";
import type { SentSpan } from "../src/otlp-spans.ts";
import { startCollector } from "../src/start-collector.ts";

const MOST_USD_APART = 1e-9;

interface Compared {
  readonly name: string;
  readonly engine: Answer;
  readonly collector: Answer;
  readonly span: ReceivedSpan;
}

/** Sends spans through the Collector, and prices them here. */
async function compare(spans: readonly SentSpan[]): Promise<{ compared: readonly Compared[]; log: string }> {
  await using receiver = await startOtlpReceiver();
  await using collector = await startCollector({ backendUrl: receiver.url });
  expect(await collector.post(otlpSpans(spans))).toBe(200);
  await receiver.waitFor(() => receiver.spans.length >= spans.length);
  const received = new Map(receiver.spans.map((span) => [span.spanId, span]));
  const compared = spans.flatMap((span) => {
    const back = received.get(span.spanId);
    return back === undefined
      ? []
      : [{ name: span.name, engine: engineAnswer(span), collector: collectorAnswer(back.attributes), span: back }];
  });
  return { compared, log: collector.log };
}

function isSame({ engine, collector }: Compared): boolean {
  const apart = Math.abs((engine.usd ?? -1) - (collector.usd ?? -1));
  return engine.status === collector.status && apart <= MOST_USD_APART;
}

/** The Collector says itself that it cannot tell. */
function isMarked({ collector: { status, problems = [] } }: Compared): boolean {
  if (status === "unpriced") return true;
  return status === "partial" && problems.some((problem) => problem.startsWith("not_in_collector."));
}

function wrong(compared: readonly Compared[]): readonly Omit<Compared, "span">[] {
  return compared.filter((one) => !isSame(one) && !isMarked(one)).map(({ span: _span, ...answers }) => answers);
}

describe.skipIf(WITHOUT_COLLECTOR !== undefined)("a stock Collector beside the price engine", () => {
  let acceptance: Awaited<ReturnType<typeof compare>>;
  let dialects: Awaited<ReturnType<typeof compare>>;

  beforeAll(async () => {
    acceptance = await compare(acceptanceSpans());
    dialects = await compare(dialectSpans());
  }, BUILD_TIMEOUT_MS);

  it("prices the acceptance cases to the nano-USD, or says that it cannot", () => {
    expect(wrong(acceptance.compared)).toEqual([]);
    expect(acceptance.compared.length).toBeGreaterThan(300);
    expect(acceptance.compared.filter(isSame).length).toBeGreaterThanOrEqual(270);
  });

  it("reads every dialect as the span processor does, or says that it cannot", () => {
    expect(wrong(dialects.compared)).toEqual([]);
    expect(dialects.compared.length).toBeGreaterThan(150);
    expect(dialects.compared.filter(isSame).length).toBeGreaterThanOrEqual(dialects.compared.length - 8);
  });

  it("has nothing to complain about", () => {
    expect(acceptance.log + dialects.log).not.toMatch(/\t(?:warn|error)\t|deprecated/i);
  });

  it("takes its notes off again", () => {
    const spans = [...acceptance.compared, ...dialects.compared].map(({ span }) => span);
    const left = spans.flatMap(({ attributes, scope }) => [
      ...Object.keys(attributes).filter((name) => name === "outlay.notes"),
      ...Object.keys(scope.attributes ?? {}),
    ]);
    expect(left).toEqual([]);
  });
});
