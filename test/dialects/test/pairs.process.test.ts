// SPDX-License-Identifier: Apache-2.0
import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

import { describe, expect, it } from "vitest";

import { OPENAI_EMITTERS } from "../src/emitters/openai.ts";
import type { PairOutcome } from "../src/pairs/pair-outcome.ts";

const SCRIPT = fileURLToPath(new URL("../src/pairs/run-pair.ts", import.meta.url));
const OURS = "@outlay/instrumentation-openai";
const THEIRS = "@opentelemetry/instrumentation-openai";
const ORDERS = ["ours", "theirs"] as const;
const PAIRS = Object.keys(OPENAI_EMITTERS).flatMap((emitter) => ORDERS.map((first) => ({ emitter, first })));

/** Emitters whose content goes to log events. */
const WITH_EVENTS = new Set(["opentelemetry-openai"]);
const DETAILS = "gen_ai.client.inference.operation.details";
const EVENT_PAIRS = PAIRS.filter(({ emitter }) => WITH_EVENTS.has(emitter));

async function runPair(emitter: string, first: string, env = {}): Promise<Record<string, PairOutcome>> {
  const capture = "OTEL_INSTRUMENTATION_GENAI_CAPTURE_MESSAGE_CONTENT" in env ? "event" : "none";
  const { stdout } = await promisify(execFile)(
    process.execPath,
    ["--conditions=@outlay/source", SCRIPT, emitter, first, capture],
    {
      cwd: fileURLToPath(new URL("..", import.meta.url)),
      env: {
        PATH: process.env["PATH"],
        NODE_ENV: "production",
        TRACELOOP_TELEMETRY: "false",
        NODE_NO_WARNINGS: "1",
        ...env,
      },
    },
  );
  return JSON.parse(stdout) as Record<string, PairOutcome>;
}

describe("a program that is watched by another instrumentation, too", () => {
  it.each(PAIRS)("has one bill for each call with $emitter, $first set up first", async ({ emitter, first }) => {
    const outcomes = await runPair(emitter, first);

    expect(Object.keys(outcomes)).toContain("chat-stream");
    for (const [name, { requests, bills, costsUsd, scopes }] of Object.entries(outcomes)) {
      const priced = bills.filter(({ status }) => status === "priced");
      expect({ name, priced: priced.length, costs: costsUsd.length }).toEqual({
        name,
        priced: requests,
        costs: requests,
      });
      expect(scopes).toContain(OURS);
    }
    // The pair is one: both have seen the calls.
    expect(outcomes["chat"]?.scopes).toHaveLength(2);
  });

  it.each(EVENT_PAIRS)(
    "has one bill, and none for log events, where $emitter and ours write content to them, $first set up first",
    async ({ emitter, first }) => {
      const outcomes = await runPair(emitter, first, { OTEL_INSTRUMENTATION_GENAI_CAPTURE_MESSAGE_CONTENT: "true" });

      for (const [name, { requests, truePicoUsd, bills, costsUsd }] of Object.entries(outcomes)) {
        const billed = bills.reduce((sum, { picoUsd }) => sum + picoUsd, 0);
        const costs = costsUsd.reduce((sum, usd) => sum + usd, 0);
        expect({ name, costs: costsUsd.length, billed }).toEqual({ name, costs: requests, billed: truePicoUsd });
        expect(costs).toBeCloseTo(truePicoUsd / 1e12, 12);
      }
      const { chat, responses } = outcomes;
      expect(namesBy(chat, OURS)).toEqual([DETAILS]);
      expect(namesBy(chat, THEIRS)).toEqual(["gen_ai.user.message", "gen_ai.choice"]);
      // One for the question and one for the answer.
      expect(namesBy(responses, THEIRS)).toEqual([DETAILS, DETAILS]);
      const events = Object.values(outcomes).flatMap((outcome) => outcome.events);
      for (const { scope, spanScope, attributes } of events) {
        expect(spanScope).toBe(scope);
        expect(attributes.filter((key) => /cost|usage|^outlay\./.test(key))).toEqual([]);
      }
    },
  );
});

function namesBy(outcome: PairOutcome | undefined, emitter: string): readonly string[] {
  return (outcome?.events ?? []).filter(({ scope }) => scope === emitter).map(({ name }) => name);
}
