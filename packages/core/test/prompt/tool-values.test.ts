// SPDX-License-Identifier: Apache-2.0
import { anthropicPrompt, completionPrompt, fingerprintPrompt } from "@outlay/core";
import type { PromptBlock } from "@outlay/core";
import { describe, expect, it } from "vitest";

/** One round as each vendor has it: what was asked, what was answered, and ids that are new with every round. */
type Round = (id: string, asked: object, answered: string) => readonly object[];

const anthropicRound: Round = (id, input, content) => [
  { role: "assistant", content: [{ type: "tool_use", id, name: "read_file", input }] },
  { role: "user", content: [{ type: "tool_result", tool_use_id: id, content }] },
];
const chatRound: Round = (id, asked, content) => [
  {
    role: "assistant",
    tool_calls: [{ id, type: "function", function: { name: "read_file", arguments: JSON.stringify(asked) } }],
  },
  { role: "tool", tool_call_id: id, content },
];

const VENDORS = [
  ["Anthropic", anthropicRound, (messages: object[]) => fingerprintPrompt(anthropicPrompt({ messages }))],
  ["a chat completion", chatRound, (messages: object[]) => fingerprintPrompt(completionPrompt({ messages }))],
] as const;

function valueHashes(blocks: readonly PromptBlock[] | undefined, kind: PromptBlock["kind"]): unknown[] {
  return blocks?.filter((block) => block.kind === kind).map(({ valueHash }) => valueHash) ?? [];
}

describe.each(VENDORS)("values of tools in a request to %s", (_vendor, round, fingerprint) => {
  it("are the same when the same is asked and answered again under other ids", () => {
    const path = { path: "/a", limit: 3 };
    const prompt = fingerprint([...round("1", path, "text"), ...round("2", { limit: 3, path: "/a" }, "text")]);
    const [calls, results] = [valueHashes(prompt?.blocks, "tool_call"), valueHashes(prompt?.blocks, "tool_result")];

    expect(calls).toEqual([expect.any(String), calls[0]]);
    expect(results).toEqual([expect.any(String), results[0]]);
    expect(new Set(prompt?.blocks.map(({ hash }) => hash)).size).toBe(4);
  });

  it("differ with what is asked, and with what is answered", () => {
    const prompt = fingerprint([...round("1", { path: "/a" }, "text"), ...round("2", { path: "/b" }, "other text")]);

    expect(new Set(valueHashes(prompt?.blocks, "tool_call")).size).toBe(2);
    expect(new Set(valueHashes(prompt?.blocks, "tool_result")).size).toBe(2);
  });

  it("are told of tools only", () => {
    const prompt = fingerprint([{ role: "user", content: "Read it." }]);

    expect(prompt?.blocks[0]).not.toHaveProperty("valueHash");
  });
});

describe("the result of a tool", () => {
  const result = (fields: object): PromptBlock | undefined =>
    fingerprintPrompt(
      anthropicPrompt({
        messages: [{ role: "user", content: [{ type: "tool_result", tool_use_id: "1", ...fields }] }],
      }),
    )?.blocks[0];

  it("is an error where the program says so", () => {
    expect(result({ content: "no such file", is_error: true })?.isError).toBe(true);
    expect(result({ content: "text" })).not.toHaveProperty("isError");
  });

  it("has the same value wherever its breakpoint is", () => {
    const text = { type: "text", text: "a file" };
    const marked = { content: [{ ...text, cache_control: { type: "ephemeral" } }] };

    expect(result(marked)?.valueHash).toBe(result({ content: [text] })?.valueHash);
    expect(result({ content: [text] })?.valueHash).toEqual(expect.any(String));
  });
});
