// SPDX-License-Identifier: Apache-2.0
import type { Attributes } from "@opentelemetry/api";
import { PromptReader, PromptWriter, anthropicPrompt, fingerprintPrompt } from "@outlay/core";
import type { AnthropicPromptFields, PromptFingerprint } from "@outlay/core";
import { describe, expect, it } from "vitest";

const MARK = { cache_control: { type: "ephemeral", ttl: "1h" } };
const TOOLS = [
  { name: "read|file%", input_schema: { type: "object" } },
  { name: "search", input_schema: { b: 1, a: 2 } },
];

function fingerprint(body: Partial<AnthropicPromptFields>): PromptFingerprint {
  // Places of settings are the program's to know: spans do not have them.
  const { settingPlaces: _, ...parts } = anthropicPrompt(body);
  const prompt = fingerprintPrompt(parts);
  if (prompt === undefined) throw new Error("Node.js has node:crypto");
  return prompt;
}

/** What an agent sends with its call of that number: each round a tool that is called, and the last block marked. */
function agentPrompt(round: number, agent = "one"): PromptFingerprint {
  const rounds = Array.from({ length: round }, (_, index) => [
    {
      role: "assistant",
      content: [
        { type: "text", text: `Next, ${index}.` },
        { type: "tool_use", id: `toolu_${index}`, name: "search", input: { query: `query no. ${index}` } },
      ],
    },
    {
      role: "user",
      content: [
        {
          type: "tool_result",
          tool_use_id: `toolu_${index}`,
          content: `2026-11-26T10:00:00Z found ${index}`,
          is_error: index % 2 === 1,
          ...(index === round - 1 && MARK),
        },
      ],
    },
  ]);
  const messages = [{ role: "user", content: [{ type: "text", text: `Fix it, ${agent}.` }] }, ...rounds.flat()];
  return fingerprint({ tools: TOOLS, system: [{ type: "text", text: "You fix.", ...MARK }], messages, ...MARK });
}

const conversation = (calls: number): PromptFingerprint[] =>
  Array.from({ length: calls }, (_, round) => agentPrompt(round));

function size(attributes: Attributes): number {
  return Object.entries(attributes).reduce(
    (sum, [name, value]) => sum + name.length + [value].flat().join("").length,
    0,
  );
}

describe("prompts on spans", () => {
  it("are read as they were written, over a conversation and one beside it", () => {
    const [writer, reader] = [new PromptWriter(), new PromptReader()];
    const prompts = conversation(50).flatMap((prompt, round) => [prompt, agentPrompt(round, "two")]);

    expect(prompts.map((prompt) => reader.read(writer.attributes(prompt)))).toEqual(prompts);
  });

  it("tell what is new, and all of it after sixteen calls", () => {
    const writer = new PromptWriter();
    const written = conversation(18).map((prompt) => writer.attributes(prompt)["outlay.prompt.blocks"]);

    expect(written.map((lines) => [lines].flat().length)).toEqual([4, ...Array.from({ length: 16 }, () => 3), 55]);
  });

  it("cost a call of a long conversation less than a kilobyte", () => {
    const writer = new PromptWriter();
    const bytes = conversation(50).map((prompt) => size(writer.attributes(prompt)));

    expect(bytes.reduce((sum, count) => sum + count, 0) / bytes.length).toBeLessThan(1_000);
  });

  it("are no prompts where a span is missing, until one tells all again", () => {
    const [writer, reader] = [new PromptWriter(), new PromptReader()];
    const spans = conversation(20).map((prompt) => writer.attributes(prompt));
    const read = spans.filter((_, index) => index !== 1).map((attributes) => reader.read(attributes) !== undefined);

    expect(read.indexOf(false)).toBe(1);
    expect(read.indexOf(true, 1)).toBe(16);
    expect(read.lastIndexOf(false)).toBe(15);
  });

  it("say where they are cut off, and go on with the next call", () => {
    const [writer, reader] = [new PromptWriter(), new PromptReader()];
    const long = agentPrompt(100);
    const first = writer.attributes(long);
    const second = writer.attributes(long);

    expect(first["outlay.prompt.status"]).toBe("truncated");
    expect(size(first)).toBeLessThan(18_000);
    expect(reader.read(first)).toBeUndefined();
    expect(second["outlay.prompt.status"]).toBe("complete");
    expect(reader.read(second)).toEqual(long);
  });

  it("say nothing of what was sent", () => {
    const text = JSON.stringify(new PromptWriter().attributes(agentPrompt(3)));

    for (const sent of ["Fix it", "You fix", "found ", "query no.", "toolu_", "2026-"])
      expect(text).not.toContain(sent);
  });

  it("are remembered within a bound", () => {
    const writer = new PromptWriter();
    for (let agent = 0; agent < 120; agent += 1) writer.attributes(agentPrompt(50, `${agent}`));

    expect(writer.toldChains).toBeLessThanOrEqual(10_000);
  });

  it.each([
    ["a line that is none", { "outlay.prompt.blocks": ["nonsense"] }],
    ["bytes that are no count", { "outlay.prompt.blocks": ["mt|/messages/0|user||-1|hash"] }],
    ["blocks that are no list", { "outlay.prompt.base": 3 }],
    ["no key", { "outlay.prompt.key_id": 3 }],
  ])("are none with %s", (_what, broken) => {
    const whole = new PromptWriter().attributes(agentPrompt(1));

    expect(new PromptReader().read({ ...whole, ...broken })).toBeUndefined();
  });
});
