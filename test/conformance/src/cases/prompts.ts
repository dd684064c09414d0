// SPDX-License-Identifier: Apache-2.0
import { observeOperations } from "@outlay/core";
import type { Operation, PromptFingerprint } from "@outlay/core";
import { describe, expect, it } from "vitest";

import { PROMPT } from "../suite.ts";
import type { Suite } from "../suite.ts";

/** What a call sent can be told block by block, and found again in the bytes that the provider was sent. */
export function promptCases(suite: Suite): void {
  const { surface } = suite;
  if (surface.prompts === undefined) return;

  const ask = async (
    prompt: string,
    earlier: readonly string[] = [],
  ): Promise<{ prompt: PromptFingerprint | undefined; body: unknown }> => {
    const operations: Operation[] = [];
    const stop = observeOperations({ operationEnded: (operation) => operations.push(operation) });
    suite.provider.enqueue(suite.step());
    await surface.create(suite.provider, { prompt, tools: true, earlier });
    stop();
    return { prompt: operations[0]?.prompt, body: JSON.parse(suite.provider.requests.at(-1)?.text() ?? "null") };
  };

  describe("fingerprint of the prompt", () => {
    it.runIf(surface.prompts === "in the body")("has blocks where the body has them, as large as sent", async () => {
      const { prompt, body } = await ask(PROMPT);

      const sent = prompt?.blocks.map(({ pointer }) => JSON.stringify(valueAt(body, pointer)));
      expect(sent?.map((json) => Buffer.byteLength(json))).toEqual(prompt?.blocks.map(({ bytes }) => bytes));
      expect(sent?.join()).toContain(PROMPT);
    });

    it("begins with the tools and ends with the message", async () => {
      const { prompt } = await ask(PROMPT);

      expect(prompt?.blocks[0]).toMatchObject({ section: "tools", kind: "tool_definition", toolName: "lookup" });
      expect(prompt?.blocks.at(-1)).toMatchObject({ section: "messages", kind: "text" });
      expect(prompt?.blocks.at(-1)?.bytes).toBeGreaterThanOrEqual(Buffer.byteLength(JSON.stringify(PROMPT)));
      expect(new Set(prompt?.blocks.map(({ pointer }) => pointer)).size).toBe(prompt?.blocks.length);
    });

    it("is the same for the same prompt, and changes with the block that does", async () => {
      const [first, again, other] = [await ask(PROMPT), await ask(PROMPT), await ask(`${PROMPT} In short.`)];

      expect(again.prompt).toEqual(first.prompt);
      expect(chains(other.prompt).slice(0, -1)).toEqual(chains(first.prompt).slice(0, -1));
      expect(chains(other.prompt).at(-1)).not.toBe(chains(first.prompt).at(-1));
    });

    it("begins with that of the shorter conversation when something is appended to it", async () => {
      const shorter = await ask("How many live there?", [PROMPT, "Paris."]);
      const longer = await ask("And in Lyon?", [PROMPT, "Paris.", "How many live there?", "Two million."]);

      const begin = chains(shorter.prompt);
      expect(begin).toHaveLength(4);
      expect(chains(longer.prompt)).toHaveLength(6);
      expect(chains(longer.prompt).slice(0, begin.length)).toEqual(begin);
    });

    it("breaks at the block that was edited, where the request has it", async () => {
      const before = await ask("How many live there?", [PROMPT, "Paris."]);
      const after = await ask("How many live there?", [PROMPT, "Lyon, of old."]);

      const kept = chains(before.prompt).map((chain, index) => chain === chains(after.prompt)[index]);
      expect(kept).toEqual([true, true, false, false]);
      const changed = after.prompt?.blocks[2];
      expect(changed?.pointer).toBe(before.prompt?.blocks[2]?.pointer);
      if (surface.prompts === "in the body") {
        expect(JSON.stringify(valueAt(after.body, changed?.pointer ?? ""))).toContain("Lyon, of old.");
      }
      expect(after.prompt?.blocks[3]?.hash).toBe(before.prompt?.blocks[3]?.hash);
    });

    it("has no word of what was sent", async () => {
      const { prompt } = await ask("How many live there?", [PROMPT, "Paris."]);

      const told = JSON.stringify(prompt);
      for (const text of [PROMPT, "Paris.", "How many", "Looks a city up"]) expect(told).not.toContain(text);
    });

    it("is written to the span on request, and read from it without a word of what was sent", async () => {
      const config = suite.instrumentation.getConfig();
      suite.instrumentation.setConfig({ ...config, promptFingerprints: "span" });
      const { prompt } = await ask(PROMPT);
      suite.instrumentation.setConfig(config);
      const { attributes } = await suite.onlySpan();

      expect(attributes["outlay.prompt.key_id"]).toBe(prompt?.keyId);
      expect(JSON.stringify(attributes)).not.toContain(PROMPT);
    });

    it("is not taken where it is switched off", async () => {
      const config = suite.instrumentation.getConfig();
      suite.instrumentation.setConfig({ ...config, promptFingerprints: false });
      const { prompt } = await ask(PROMPT);
      suite.instrumentation.setConfig(config);

      expect(prompt).toBeUndefined();
    });
  });
}

function chains(prompt: PromptFingerprint | undefined): readonly string[] {
  return prompt?.blocks.map(({ chain }) => chain) ?? [];
}

/** The value at an RFC 6901 pointer. */
function valueAt(body: unknown, pointer: string): unknown {
  return pointer
    .split("/")
    .slice(1)
    .reduce<unknown>((value, key) => Reflect.get(Object(value), key), body);
}
