// SPDX-License-Identifier: Apache-2.0
import fc from "fast-check";
import { describe, expect, it } from "vitest";

import { billFromTotals } from "../src/billed-usage.ts";
import type { SeenCall } from "../src/billed-usage.ts";
import { Conversation } from "../src/conversation.ts";
import { instrumentQuery } from "../src/index.ts";
import { totalsFrom, usedSince } from "../src/model-totals.ts";
import { ROOT_CONTEXT } from "@opentelemetry/api";
import { SdkInstrumentation } from "@outlay/core";

const counts = fc.record({
  inputTokens: fc.nat(1_000_000),
  outputTokens: fc.nat(100_000),
  cacheReadInputTokens: fc.nat(10_000_000),
  cacheCreationInputTokens: fc.nat(1_000_000),
});

describe("results that carry the sum so far", () => {
  it("add up to the last of them, however many there were", () => {
    fc.assert(
      fc.property(fc.array(counts, { minLength: 1, maxLength: 10 }), (turns) => {
        let before: ReturnType<typeof totalsFrom> = [];
        const sum = { inputTokens: 0, outputTokens: 0, cacheReadInputTokens: 0, cacheCreationInputTokens: 0 };
        const billed = { ...sum };
        for (const turn of turns) {
          for (const name of Object.keys(sum) as (keyof typeof sum)[]) sum[name] += turn[name];
          const now = totalsFrom({ "claude-sonnet-4-6": { ...sum } });
          for (const used of usedSince(before, now)) {
            for (const name of Object.keys(billed) as (keyof typeof sum)[]) billed[name] += used[name] ?? 0;
          }
          before = now;
        }
        expect(billed).toEqual(sum);
      }),
    );
  });

  it("bill nothing when nothing was used since", () => {
    const totals = totalsFrom({ a: { inputTokens: 5, outputTokens: 5 } });
    expect(usedSince(totals, totals)).toEqual([]);
  });
});

describe("the passes of a turn", () => {
  it("add up to its sum, or there are none", () => {
    fc.assert(
      fc.property(counts, fc.array(fc.nat(400_000), { maxLength: 5 }), (turn, prompts) => {
        const [totals] = totalsFrom({ "claude-sonnet-4-6": turn });
        if (totals === undefined) throw new Error("no totals");
        const seen = prompts.map((inputTokens, index): SeenCall => ({
          id: String(index),
          model: "m",
          prompt: { inputTokens },
        }));
        const bill = billFromTotals(totals, seen);
        const whole = turn.inputTokens + turn.cacheReadInputTokens + turn.cacheCreationInputTokens;
        expect(bill.usage).toMatchObject({ inputTokens: whole, outputTokens: turn.outputTokens });
        if (bill.iterations === undefined) return;
        const sum = (name: "inputTokens" | "outputTokens"): number =>
          bill.iterations?.reduce((total, { usage }) => total + (usage[name] ?? 0), 0) ?? 0;
        expect([sum("inputTokens"), sum("outputTokens")]).toEqual([whole, turn.outputTokens]);
      }),
    );
  });
});

describe("whatever a conversation says", () => {
  const NAMES = [
    "type",
    "message",
    "content",
    "usage",
    "modelUsage",
    "session_id",
    "id",
    "name",
    "input",
    "model",
    "tool_use_id",
    "subtype",
  ];
  const WORDS = ["assistant", "user", "result", "system", "tool_use", "tool_result", "Task", "claude-sonnet-4-6"];
  const { garbage } = fc.letrec((tie) => ({
    garbage: fc.oneof(
      { depthSize: "small", withCrossShrink: true },
      fc.constantFrom<unknown>(null, undefined, true, Number.NaN, -1, 0.5, 1, 1e300, ...WORDS),
      fc.array(tie("garbage"), { maxLength: 4 }),
      fc.dictionary(fc.constantFrom(...NAMES), tie("garbage"), { maxKeys: 8 }),
    ),
  }));

  it("is read without an exception", () => {
    const host = new SdkInstrumentation({ name: "test", version: "1", targets: [] }, {});
    fc.assert(
      fc.property(fc.array(garbage, { maxLength: 12 }), garbage, (messages, options) => {
        const conversation = new Conversation(host, options, ROOT_CONTEXT);
        for (const message of messages) conversation.push(message);
        conversation.end();
      }),
    );
  });
});

describe("instrumentQuery", () => {
  it("gives a function that returns what the SDK's returns, whatever that is", () => {
    const answers = [{ next: async () => ({ done: true, value: undefined }) }, {}];
    for (const answer of answers) expect(instrumentQuery(() => answer)()).toBe(answer);
  });
});
