// SPDX-License-Identifier: Apache-2.0
import { createHash } from "node:crypto";

import type { Operation, PromptBlock, PromptFingerprint, Usage } from "@outlay/core";
import { createPriceEngine } from "@outlay/pricing";

import type { AnalyzedCall, PriceCall } from "../src/analyzed-call.ts";

/** A block as tests write it: what it says decides its hash and its length. */
export interface WrittenBlock extends Partial<Omit<PromptBlock, "hash" | "chain">> {
  readonly text: string;
}

const engine = createPriceEngine();

/** Prices as everybody pays them, of a day on which they are known. */
export const price: PriceCall = (operation) => engine.price(operation);

export const MINUTE_MS = 60_000;
export const START_MS = Date.parse("2026-10-20T09:00:00Z");

export function hashOf(...texts: readonly string[]): string {
  return createHash("sha256").update(texts.join("\n")).digest("hex").slice(0, 16);
}

/** Fingerprints a prompt that is written down. */
export function promptOf(written: readonly WrittenBlock[], keyId = "key"): PromptFingerprint {
  let chain = "";
  const blocks = written.map(({ text, ...facts }, index): PromptBlock => {
    const hash = hashOf(text);
    chain = hashOf(chain, hash);
    const bytes = Buffer.byteLength(text);
    return { section: "messages", kind: "text", pointer: `/messages/${index}`, bytes, hash, chain, ...facts };
  });
  return { keyId, blocks, settings: {} };
}

/** One call as it was recorded, with what it cost. */
export function callOf(usage: Usage, facts: Partial<Operation> = {}): AnalyzedCall {
  const operation: Operation = {
    traceId: "0af7651916cd43dd8448eb211c80319c",
    provider: "anthropic",
    operationName: "chat",
    requestModel: "claude-sonnet-4-5",
    startTimeMs: START_MS,
    endTimeMs: START_MS + 1_000,
    stream: false,
    usage,
    usageStatus: "reported",
    status: "ok",
    attributes: { "gen_ai.conversation.id": "c1" },
    source: { kind: "patch", scope: "test", dialect: "outlay" },
    ...facts,
  };
  return { operation, cost: price(operation) };
}
