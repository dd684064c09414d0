// SPDX-License-Identifier: Apache-2.0
import { normalizeUsage } from "@outlay/core";
import fc from "fast-check";
import { describe, expect, it } from "vitest";

import { usageFromAnthropic } from "../src/usage.ts";

const PLAIN = { input_tokens: 100, output_tokens: 20 };

const CASES: readonly { readonly name: string; readonly usage: unknown; readonly expected: unknown }[] = [
  { name: "plain counts", usage: PLAIN, expected: { inputTokens: 100, outputTokens: 20 } },
  {
    name: "cache reads and writes, which input_tokens leaves out",
    usage: {
      ...PLAIN,
      cache_read_input_tokens: 1000,
      cache_creation_input_tokens: 300,
      cache_creation: { ephemeral_5m_input_tokens: 200, ephemeral_1h_input_tokens: 100 },
    },
    expected: {
      inputTokens: 1400,
      outputTokens: 20,
      cacheReadTokens: 1000,
      cacheWriteTokens: 300,
      cacheWrite5mTokens: 200,
      cacheWrite1hTokens: 100,
    },
  },
  {
    name: "writes told by their lifetimes only",
    usage: { ...PLAIN, cache_creation: { ephemeral_5m_input_tokens: 0, ephemeral_1h_input_tokens: 7 } },
    expected: {
      inputTokens: 107,
      outputTokens: 20,
      cacheWriteTokens: 7,
      cacheWrite5mTokens: 0,
      cacheWrite1hTokens: 7,
    },
  },
  {
    name: "thinking, which is part of the output",
    usage: { ...PLAIN, output_tokens_details: { thinking_tokens: 15 } },
    expected: { inputTokens: 100, outputTokens: 20, reasoningTokens: 15 },
  },
  {
    name: "tools run by the provider",
    usage: { ...PLAIN, server_tool_use: { web_search_requests: 2, web_fetch_requests: 1 } },
    expected: { inputTokens: 100, outputTokens: 20, units: { webSearchRequests: 2, webFetchRequests: 1 } },
  },
  {
    name: "code that the provider ran, for a time that it does not tell",
    usage: { ...PLAIN, server_tool_use: { web_search_requests: 0, code_execution_requests: 2 } },
    expected: { inputTokens: 100, outputTokens: 20, units: { webSearchRequests: 0, codeExecutionSessions: 2 } },
  },
  {
    name: "null for everything that does not apply",
    usage: {
      ...PLAIN,
      cache_read_input_tokens: null,
      cache_creation_input_tokens: null,
      cache_creation: null,
      output_tokens_details: null,
      server_tool_use: null,
      iterations: null,
    },
    expected: { inputTokens: 100, outputTokens: 20 },
  },
  {
    name: "an input of unknown size, however much of it was cached",
    usage: { output_tokens: 20, cache_read_input_tokens: 1000 },
    expected: { outputTokens: 20, cacheReadTokens: 1000 },
  },
];

describe("usageFromAnthropic", () => {
  it.each(CASES)("reads $name", ({ usage, expected }) => {
    const { usage: raw = {} } = usageFromAnthropic(usage);
    expect(normalizeUsage(raw)).toEqual({ usage: expected, problems: [] });
  });

  it.each([undefined, null, "many", 7])("knows no usage where there is %j", (value) => {
    expect(usageFromAnthropic(value)).toEqual({});
  });

  it.each([
    [{ service_tier: "standard", speed: "standard" }, "standard"],
    [{ service_tier: "priority", speed: null }, "priority"],
    [{ service_tier: "batch" }, "batch"],
    [{ service_tier: "standard", speed: "fast" }, "fast"],
    [{ service_tier: null }, undefined],
  ])("reads the tier of %j", (usage, tier) => {
    expect(usageFromAnthropic({ ...PLAIN, ...usage }).serviceTier).toBe(tier);
  });

  it.each([
    ["us", "us"],
    ["global", "global"],
    ["not_available", undefined],
    [null, undefined],
  ])("reads the region of inference_geo %j", (inference_geo, region) => {
    expect(usageFromAnthropic({ ...PLAIN, inference_geo }).region).toBe(region);
  });

  it("takes the sum of the passes where several were billed, each with its own model", () => {
    const facts = usageFromAnthropic({
      input_tokens: 45,
      output_tokens: 1234,
      output_tokens_details: { thinking_tokens: 34 },
      iterations: [
        { type: "compaction", input_tokens: 180_000, output_tokens: 3500, cache_read_input_tokens: 10 },
        { type: "message", model: "claude-sonnet-5", input_tokens: 45, output_tokens: 1234 },
        { type: "advisor_message", model: "claude-opus-5", input_tokens: 800, output_tokens: 600 },
      ],
    });

    expect(facts.iterations).toEqual([
      { kind: "compaction", usage: { inputTokens: 180_010, outputTokens: 3500, cacheReadTokens: 10 } },
      { kind: "message", model: "claude-sonnet-5", usage: { inputTokens: 45, outputTokens: 1234 } },
      { kind: "advisor_message", model: "claude-opus-5", usage: { inputTokens: 800, outputTokens: 600 } },
    ]);
    expect(normalizeUsage(facts.usage ?? {}).usage).toEqual({
      inputTokens: 180_855,
      outputTokens: 5334,
      cacheReadTokens: 10,
      reasoningTokens: 34,
    });
    expect(facts.usageStatus).toBeUndefined();
  });

  it("keeps the plain counts where one pass of the model says the same", () => {
    const facts = usageFromAnthropic({ ...PLAIN, iterations: [{ type: "message", model: "m", ...PLAIN }] });
    expect(facts).not.toHaveProperty("iterations");
    expect(facts.usage).toMatchObject({ inputTokens: 100, outputTokens: 20 });
  });

  it.each([
    ["has no counts", { type: "compaction" }],
    ["is nothing", null],
    ["has counts that are none", { type: "compaction", input_tokens: -1, output_tokens: 2 }],
  ])("says the usage is partial where a pass %s", (_, pass) => {
    const facts = usageFromAnthropic({ ...PLAIN, iterations: [{ type: "message", ...PLAIN }, pass] });
    expect(facts.usageStatus).toBe("partial");
    expect(facts.usage).toMatchObject({ inputTokens: 100 });
  });

  it("adds up what was billed, whatever it is made of", () => {
    const count = fc.integer({ min: 0, max: 1_000_000 });
    const split = fc.record({ ephemeral_5m_input_tokens: count, ephemeral_1h_input_tokens: count });
    fc.assert(
      fc.property(count, count, count, split, (input, output, read, written) => {
        const write = written.ephemeral_5m_input_tokens + written.ephemeral_1h_input_tokens;
        const facts = usageFromAnthropic({
          input_tokens: input,
          output_tokens: output,
          cache_read_input_tokens: read,
          cache_creation_input_tokens: write,
          cache_creation: written,
        });
        const { usage, problems } = normalizeUsage(facts.usage ?? {});
        expect(problems).toEqual([]);
        expect(usage).toMatchObject({ inputTokens: input + read + write, outputTokens: output });
      }),
    );
  });

  it("reads anything without failing, and lets nothing through that is not a count", () => {
    const keys = ["input_tokens", "output_tokens", "cache_read_input_tokens", "cache_creation", "iterations", "speed"];
    const odd = fc.oneof(fc.anything(), fc.array(fc.dictionary(fc.constantFrom(...keys), fc.anything())));
    fc.assert(
      fc.property(fc.dictionary(fc.constantFrom(...keys, "server_tool_use"), odd), (usage) => {
        const facts = usageFromAnthropic(usage);
        const counts = Object.values(normalizeUsage(facts.usage ?? {}).usage).filter(
          (value) => typeof value !== "object",
        );
        expect(counts.every((value) => Number.isInteger(value) && Number(value) >= 0)).toBe(true);
      }),
    );
  });
});
