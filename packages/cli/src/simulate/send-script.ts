// SPDX-License-Identifier: Apache-2.0
import { createHash } from "node:crypto";

import { CacheSimulator, cacheRulesFor } from "@outlay/analysis";
import type { CacheRules, PriceCall } from "@outlay/analysis";
import type { Operation, PromptBlock, PromptFingerprint, Usage } from "@outlay/core";
import { usdFromPico } from "@outlay/pricing";

import { ANSWER_MS } from "./scripted-call.ts";
import type { ScriptedBlock, ScriptedCall } from "./scripted-call.ts";

const BYTES_PER_TOKEN = 4;
const WRITES = { "5m": "cacheWrite5mTokens", "1h": "cacheWrite1hTokens" } as const;

/**
 * Answers requests as a provider whose cache keeps to its published rules, from an empty cache.
 *
 * @param calls - In the order in which they are sent.
 * @throws {RangeError} If a model's cache rules are not known.
 */
export function sendScript(calls: readonly ScriptedCall[]): readonly Operation[] {
  const cache = new CacheSimulator();
  const digest = createDigest();
  return calls.map((call): Operation => {
    const rules = cacheRulesFor({ provider: call.provider, requestModel: call.model });
    if (rules === undefined) throw new RangeError(`no cache rules for ${call.model}`);
    return answered(call, cache, rules, digest);
  });
}

/** What calls cost together, in USD. @throws {RangeError} If one has no price. */
export function costUsd(operations: readonly Operation[], price: PriceCall): number {
  let picoUsd = 0;
  for (const operation of operations) {
    const cost = price(operation);
    if (cost.status === "unpriced") throw new RangeError(`no price for ${operation.requestModel ?? "a call"}`);
    picoUsd += cost.totalPicoUsd;
  }
  return usdFromPico(picoUsd);
}

type Digest = (text: string) => string;

/** Conversations only grow: most of what is hashed has been before. */
function createDigest(): Digest {
  const known = new Map<string, string>();
  return (text) => {
    const before = known.get(text);
    if (before !== undefined) return before;
    const hash = createHash("sha1").update(text).digest("base64").slice(0, 16);
    known.set(text, hash);
    return hash;
  };
}

function answered(call: ScriptedCall, cache: CacheSimulator, rules: CacheRules, digest: Digest): Operation {
  const { provider, model, atMs, conversation, outputTokens } = call;
  const prompt = fingerprintOf(call, digest);
  const inputTokens = prompt.blocks.reduce((sum, { bytes }) => sum + bytes, 0) / BYTES_PER_TOKEN;
  const { readTokens, writeTokens } = cache.send(
    { prompt, inputTokens, scope: model, startTimeMs: atMs, availableAtMs: atMs + ANSWER_MS.firstByte },
    rules,
  );
  const word = [...call.system, ...call.messages].find(({ breakpoint }) => breakpoint !== undefined)?.breakpoint;
  const usage: Usage = {
    inputTokens,
    outputTokens,
    cacheReadTokens: readTokens,
    ...(rules.reportsWrites && { cacheWriteTokens: writeTokens }),
    ...(rules.reportsWrites && word !== undefined && { [WRITES[word]]: writeTokens }),
  };
  return {
    provider,
    operationName: "chat",
    requestModel: model,
    responseModel: model,
    startTimeMs: atMs,
    endTimeMs: atMs + ANSWER_MS.last,
    timeToFirstChunkMs: ANSWER_MS.firstByte,
    stream: true,
    usage,
    usageStatus: "reported",
    status: "ok",
    prompt,
    attributes: { "gen_ai.conversation.id": conversation },
    source: { kind: "manual", scope: "simulation", dialect: "outlay" },
  };
}

type Place = Pick<PromptBlock, "section" | "kind" | "pointer"> & Partial<PromptBlock>;

function fingerprintOf(call: ScriptedCall, digest: Digest): PromptFingerprint {
  const { tools, system, messages, settings = {} } = call;
  let chain = "";
  const block = ({ name, tokens, breakpoint, looksLike }: ScriptedBlock, place: Place): PromptBlock => {
    const hash = digest(`${name} ${tokens}`);
    chain = digest(`${chain} ${place.section} ${hash}`);
    const looks = looksLike === undefined ? {} : { looksLike: [looksLike] };
    return { ...place, bytes: tokens * BYTES_PER_TOKEN, hash, chain, breakpoint, ...looks };
  };
  const blocks = [
    ...tools.map((tool, index) =>
      block(tool, { section: "tools", kind: "tool_definition", pointer: `/tools/${index}`, toolName: tool.name }),
    ),
    ...system.map((one, index) => block(one, { section: "system", kind: "instructions", pointer: `/system/${index}` })),
    ...messages.map((one, index) =>
      block(one, { section: "messages", kind: "text", pointer: `/messages/${index}/content/0`, role: one.role }),
    ),
  ];
  return { keyId: "simulation", blocks, settings };
}
