// SPDX-License-Identifier: Apache-2.0
import { anthropicPrompt, fingerprintPrompt } from "@outlay/core";
import type { AnthropicPromptFields, PromptFingerprint, PromptSource } from "@outlay/core";
import { describe, expect, it } from "vitest";

import { placeCount } from "../../src/prompt/read-memo.ts";

function fingerprint(body: Partial<AnthropicPromptFields>): PromptFingerprint {
  const prompt = fingerprintPrompt(anthropicPrompt(body));
  if (prompt === undefined) throw new Error("Node.js has node:crypto");
  return prompt;
}

const hashes = (prompt: PromptFingerprint): string[] => prompt.blocks.map(({ hash }) => hash);
const chains = (prompt: PromptFingerprint): string[] => prompt.blocks.map(({ chain }) => chain);

const TOOLS = [{ name: "read_file", input_schema: { type: "object" } }];
const SYSTEM = "You read files. ".repeat(40);
const question = (text: string): object => ({ role: "user", content: [{ type: "text", text }] });

describe("a prompt's fingerprint", () => {
  it("is of what the program sends at that moment, whatever it does with its objects before the next call", () => {
    const text = { type: "text", text: "one" };
    const messages: object[] = [{ role: "user", content: [text] }];
    const before = fingerprint({ system: SYSTEM, messages });
    text.text = "two";
    const changed = fingerprint({ system: SYSTEM, messages });
    text.text = "one";

    expect(hashes(changed)).not.toEqual(hashes(before));
    expect(fingerprint({ system: SYSTEM, messages })).toEqual(before);
  });

  it.each([
    ["a key added", (block: Record<string, unknown>) => void (block["cited"] = true)],
    ["a key taken away", (block: Record<string, unknown>) => void delete block["id"]],
    [
      "a value deep inside",
      (block: Record<string, unknown>) => void ((block["input"] as { path: string }).path = "/b"),
    ],
    ["an item added inside", (block: Record<string, unknown>) => void (block["list"] as number[]).push(3)],
  ])("notices %s in an object that it has seen", (_what, change) => {
    const call = { type: "tool_use", id: "1", name: "read_file", input: { path: "/a" }, list: [1, 2] };
    const messages = [{ role: "assistant", content: [call] }];
    const before = fingerprint({ messages });
    change(call);
    const after = fingerprint({ messages });

    expect(hashes(after)).not.toEqual(hashes(before));
    expect(after).toEqual(fingerprint({ messages: structuredClone(messages) }));
  });

  it("stays the same when a breakpoint moves, and says where it is", () => {
    const messages = [question("one"), question("two")];
    const marked = (index: number): object[] =>
      messages.map((message, at) =>
        at === index
          ? { role: "user", content: [{ ...fieldsOfFirst(message), cache_control: { type: "ephemeral", ttl: "1h" } }] }
          : message,
      );
    const [first, second] = [fingerprint({ messages: marked(0) }), fingerprint({ messages: marked(1) })];

    expect(hashes(first)).toEqual(hashes(second));
    expect(chains(first)).toEqual(chains(second));
    expect(first.blocks.map(({ breakpoint }) => breakpoint)).toEqual(["1h", undefined]);
    expect(second.blocks.map(({ breakpoint }) => breakpoint)).toEqual([undefined, "1h"]);
  });

  it("differs from the changed block on, and only there", () => {
    const messages = ["one", "two", "three"].map(question);
    const before = fingerprint({ tools: TOOLS, system: SYSTEM, messages });
    const after = fingerprint({ tools: TOOLS, system: SYSTEM, messages: messages.with(1, question("2")) });

    expect(after.blocks.map(({ hash }, index) => hash === before.blocks[index]?.hash)).toEqual([
      true,
      true,
      true,
      false,
      true,
    ]);
    expect(after.blocks.map(({ chain }, index) => chain === before.blocks[index]?.chain)).toEqual([
      true,
      true,
      true,
      false,
      false,
    ]);
  });

  it("follows objects that move to another place", () => {
    const messages = ["one", "two", "three"].map(question);
    fingerprint({ messages });
    const shorter = fingerprint({ messages: messages.slice(1) });

    expect(shorter).toEqual(fingerprint({ messages: structuredClone(messages.slice(1)) }));
    expect(shorter.blocks.map(({ pointer }) => pointer)).toEqual(["/messages/0/content/0", "/messages/1/content/0"]);
  });

  it("reads copies of what it has read once, and anew what differs in a copy", () => {
    const messages = ["one", "two", "three"].map(question);
    let count = 0;
    const parts = anthropicPrompt({});
    const readOne = (item: unknown): ReturnType<PromptSource["read"]> => {
      count += 1;
      return [{ section: "messages", kind: "text", pointer: "", value: item }];
    };
    const reads = (value: readonly object[]): number => {
      count = 0;
      fingerprintPrompt({ ...parts, sources: [{ pointer: "/messages", value, read: readOne }] });
      return count;
    };

    expect(reads(messages)).toBe(3);
    expect(reads(structuredClone(messages))).toBe(0);
    expect(reads([...structuredClone(messages), question("four")])).toBe(1);
    // What comes after it is at the end of another chain.
    expect(reads(structuredClone(messages.with(1, question("2"))))).toBe(2);
    expect(reads(structuredClone(messages))).toBe(1);
    expect(reads([question("one"), { role: "assistant", content: [] }])).toBe(1);
  });

  it("remembers places within a bound", () => {
    for (let index = 0; index < 5_000; index += 1) fingerprint({ messages: [question(`${index}`), question("next")] });

    expect(placeCount()).toBeGreaterThan(1_000);
    expect(placeCount()).toBeLessThanOrEqual(4_096);
  });

  it("tells a changed role", () => {
    const content = [{ type: "text", text: "the same" }];
    const [asked, answered] = ["user", "assistant"].map((role) => fingerprint({ messages: [{ role, content }] }));

    expect(asked?.blocks[0]?.hash).toBe(answered?.blocks[0]?.hash);
    expect(asked?.blocks[0]?.chain).not.toBe(answered?.blocks[0]?.chain);
  });

  it("names the tool that a result answers, also when only the result is new", () => {
    const messages: object[] = [
      question("Read it."),
      { role: "assistant", content: [{ type: "tool_use", id: "toolu_1", name: "read_file", input: {} }] },
    ];
    fingerprint({ messages });
    messages.push({ role: "user", content: [{ type: "tool_result", tool_use_id: "toolu_1", content: "text" }] });

    expect(fingerprint({ messages }).blocks.map(({ kind, toolName }) => [kind, toolName])).toEqual([
      ["text", undefined],
      ["tool_call", "read_file"],
      ["tool_result", "read_file"],
    ]);
  });

  it("has an unordered hash where the order of keys may be all that differs", () => {
    const [sorted, reversed] = [
      { input_schema: { a: 1, b: 2 }, name: "x" },
      { name: "x", input_schema: { b: 2, a: 1 } },
    ].map((tool) => fingerprint({ tools: [tool] }).blocks[0]);

    expect(reversed?.hash).not.toBe(sorted?.hash);
    expect(sorted?.unorderedHash).toBeUndefined();
    expect(reversed?.unorderedHash).toBe(sorted?.hash);
  });

  it("holds what no SDK could send", () => {
    const loop: Record<string, unknown> = { type: "text" };
    loop["self"] = loop;
    const messages = [{ role: "user", content: [loop, { type: "text", text: 10n }, new Date(0)] }, 7, "text", null];

    expect(fingerprint({ messages, system: [undefined], tools: { not: "a list" } }).blocks).toHaveLength(8);
    expect(fingerprint({ tools: [{ ...loop, name: "loop" }] }).blocks).toHaveLength(1);
  });
});

function fieldsOfFirst(message: object): object {
  return (message as { content: object[] }).content[0] ?? {};
}
