// SPDX-License-Identifier: Apache-2.0
import { argumentPieces, type Generation } from "../core/generation.ts";
import type { IdSource } from "../core/id-source.ts";
import type { JsonObject, ScriptedServerToolCall } from "../core/script.ts";

/** A content block, and how it arrives in a stream. */
export interface StreamedBlock {
  readonly whole: JsonObject;
  /** The block as `content_block_start` shows it. */
  readonly opening: JsonObject;
  readonly deltas: readonly JsonObject[];
}

/** The content of a message: thinking, server tools with their results, text, then tool calls. */
export function contentBlocks(generation: Generation, ids: IdSource): StreamedBlock[] {
  return [
    ...(generation.reasoning === undefined ? [] : [thinkingBlock(generation.reasoning, ids)]),
    ...generation.serverToolCalls.flatMap((call) => serverToolBlocks(call, ids)),
    ...(generation.text === "" ? [] : [textBlock(generation)]),
    ...generation.toolCalls.map(toolUseBlock),
  ];
}

function thinkingBlock(thinking: string, ids: IdSource): StreamedBlock {
  const signature = ids.next("ErUB", 64);
  return {
    whole: { type: "thinking", thinking, signature },
    opening: { type: "thinking", thinking: "", signature: "" },
    deltas: [
      { type: "thinking_delta", thinking },
      { type: "signature_delta", signature },
    ],
  };
}

function textBlock(generation: Generation): StreamedBlock {
  return {
    whole: { type: "text", text: generation.text },
    opening: { type: "text", text: "" },
    deltas: generation.textPieces.map((text) => ({ type: "text_delta", text })),
  };
}

function toolUseBlock(call: Generation["toolCalls"][number]): StreamedBlock {
  const block = { type: "tool_use", id: call.id, name: call.name, caller: { type: "direct" } };
  return {
    whole: { ...block, input: parseInput(call.argumentsJson) },
    opening: { ...block, input: {} },
    deltas: inputDeltas(call.argumentsJson),
  };
}

function serverToolBlocks(call: ScriptedServerToolCall, ids: IdSource): StreamedBlock[] {
  const id = ids.next("srvtoolu_");
  const input = call.input ?? { query: "fake" };
  const use = { type: "server_tool_use", id, name: call.name, caller: { type: "direct" } };
  const result = {
    type: `${call.name}_tool_result`,
    tool_use_id: id,
    caller: { type: "direct" },
    content: RESULTS[call.name],
  };
  return [
    { whole: { ...use, input }, opening: { ...use, input: {} }, deltas: inputDeltas(JSON.stringify(input)) },
    { whole: result, opening: result, deltas: [] },
  ];
}

const PAGE = { url: "https://example.com/", title: "Example" };
const RESULTS: Readonly<Record<ScriptedServerToolCall["name"], unknown>> = {
  web_search: [{ type: "web_search_result", ...PAGE, encrypted_content: "ZmFrZQ==", page_age: null }],
  web_fetch: {
    type: "web_fetch_result",
    url: PAGE.url,
    retrieved_at: null,
    content: {
      type: "document",
      source: { type: "text", media_type: "text/plain", data: "Example" },
      title: PAGE.title,
      citations: null,
    },
  },
};

function inputDeltas(json: string): JsonObject[] {
  return ["", ...argumentPieces(json)].map((piece) => ({ type: "input_json_delta", partial_json: piece }));
}

function parseInput(json: string): unknown {
  try {
    return JSON.parse(json) as unknown;
  } catch {
    return json;
  }
}
