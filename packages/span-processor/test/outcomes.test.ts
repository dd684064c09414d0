// SPDX-License-Identifier: Apache-2.0
import { context } from "@opentelemetry/api";
import { AsyncLocalStorageContextManager } from "@opentelemetry/context-async-hooks";
import { createOutcomeLedger } from "@outlay/budget";
import type { OutcomeEvent } from "@outlay/budget";
import { recordOperation, recordOutcome, withAttributes } from "@outlay/core";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";

import { OutlaySpanProcessor } from "../src/index.ts";

let processor: OutlaySpanProcessor | undefined;

beforeAll(() => context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable()));
afterAll(() => context.disable());
afterEach(() => processor?.shutdown());

describe("outcomes that a program tells of", () => {
  it("are brought together with what the calls of their session cost", () => {
    const told: OutcomeEvent[] = [];
    const ledger = createOutcomeLedger([
      { name: "resolved", per: "session", groupBy: ["feature"], alertAbove: { usdPerSuccess: 0.001, minOutcomes: 1 } },
    ]);
    processor = new OutlaySpanProcessor({ outcomes: ledger, onOutcomeEvent: (event) => told.push(event) });
    const usage = { inputTokens: 1_000_000, outputTokens: 0 };
    withAttributes({ "session.id": "s", feature: "triage" }, () => {
      recordOperation({ provider: "openai", model: "gpt-5-mini", usage });
      recordOperation({ provider: "openai", model: "gpt-5-mini", usage });
      recordOutcome({ success: true, value: 5 });
    });
    recordOutcome({ id: "nobody's", success: false });
    expect(ledger.status()).toMatchObject([
      { group: { feature: "triage" }, outcomes: 1, usdPerSuccess: 0.5, value: 5, unlabelledShare: 0 },
    ]);
    expect(told).toMatchObject([{ kind: "success_too_dear", limitUsd: 0.001 }]);
  });
});
