// SPDX-License-Identifier: Apache-2.0
// What a prompt's fingerprint costs: an agent's request of 100 kB, first seen, grown by a round, and copied by a framework.
import { anthropicPrompt, completionPrompt, fingerprintPrompt } from "@outlay/core";

const KB = 1_000;
const REQUEST_BYTES = 100 * KB;
const ROUNDS = 300;

const LINE = 'The file has a function "read" that takes a path;\n\tit returns what is there.\n';

function text(bytes: number, seed: number): string {
  return `${seed} ${LINE.repeat(Math.ceil(bytes / LINE.length))}`.slice(0, bytes);
}

const tools = Array.from({ length: 12 }, (_, index) => ({
  name: `tool_${index}`,
  description: text(400, index),
  input_schema: { type: "object", properties: { path: { type: "string" }, limit: { type: "integer" } } },
}));
const system = text(8 * KB, 0);

/** One round of an agent with Anthropic's SDK: a call of a tool and its result, of 2 kB together. */
function anthropicRound(index: number): object[] {
  const call = {
    type: "tool_use",
    id: `toolu_${index}`,
    name: "tool_1",
    input: { path: `/src/${index}.ts`, limit: 40 },
  };
  const result = { type: "tool_result", tool_use_id: call.id, content: text(1_600, index) };
  return [
    { role: "assistant", content: [{ type: "text", text: text(250, index) }, call] },
    { role: "user", content: [result] },
  ];
}

function chatRound(index: number): object[] {
  const called = { name: "tool_1", arguments: JSON.stringify({ path: `/src/${index}.ts`, limit: 40 }) };
  const call = { id: `call_${index}`, type: "function", function: called };
  return [
    { role: "assistant", content: text(250, index), tool_calls: [call] },
    { role: "tool", tool_call_id: call.id, content: text(1_600, index) },
  ];
}

function conversation(round: (index: number) => object[], first: object[]): object[] {
  const messages = [...first];
  for (let index = 0; JSON.stringify(messages).length < REQUEST_BYTES; index += 1) messages.push(...round(index));
  return messages;
}

const chatTools = tools.map(({ name, description, input_schema: parameters }) => ({
  type: "function",
  function: { name, description, parameters },
}));
const WAYS = [
  {
    name: "anthropic",
    messages: () => conversation(anthropicRound, [{ role: "user", content: "Fix the bug." }]),
    round: anthropicRound,
    prompt: (messages: object[]) =>
      anthropicPrompt({ tools, system, messages, tool_choice: { type: "auto" }, cache_control: { type: "ephemeral" } }),
  },
  {
    name: "chat completions",
    messages: () =>
      conversation(chatRound, [
        { role: "system", content: system },
        { role: "user", content: "Fix it." },
      ]),
    round: chatRound,
    prompt: (messages: object[]) =>
      completionPrompt({ tools: chatTools, messages, tool_choice: "auto", reasoning_effort: "high" }),
  },
];

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}

for (const { name, messages: start, round, prompt } of WAYS) {
  const measure = (messages: object[]): number => {
    const begin = performance.now();
    fingerprintPrompt(prompt(messages));
    return (performance.now() - begin) * 1_000;
  };
  const messages = start();
  const firstMicros = measure(messages);
  const blocks = fingerprintPrompt(prompt(messages))?.blocks.length;
  const copies = Array.from({ length: ROUNDS }, () => measure(structuredClone(messages)));
  const same = Array.from({ length: ROUNDS }, () => measure(messages));
  const grown = Array.from({ length: ROUNDS }, (_, index) => {
    messages.push(...round(10_000 + index));
    const micros = measure(messages);
    messages.splice(-2);
    return micros;
  });
  // What the SDK does with every request anyway.
  const json = Array.from({ length: ROUNDS }, () => {
    const begin = performance.now();
    JSON.stringify(prompt(messages));
    return (performance.now() - begin) * 1_000;
  });
  const ratio = (values: readonly number[]): string =>
    `${(median(values) / median(json)).toFixed(2)} of JSON.stringify`;
  console.log(
    `${name}, ${JSON.stringify(prompt(messages)).length / KB} kB in ${blocks} blocks: ` +
      `${median(same).toFixed(0)} µs unchanged (${ratio(same)}), ` +
      `${median(grown).toFixed(0)} µs grown by a round (${ratio(grown)}), ` +
      `${median(copies).toFixed(0)} µs copied by a framework (${ratio(copies)}), ${firstMicros.toFixed(0)} µs the first time in the process`,
  );
}
