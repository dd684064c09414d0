// SPDX-License-Identifier: Apache-2.0

const MODEL = "claude-sonnet-4-6";

let count = 0;
const uuid = (): string => `00000000-0000-4000-8000-${String((count += 1)).padStart(12, "0")}`;

/** Counts of a `modelUsage` entry, or of a message's usage. */
export type Counts = Readonly<Record<string, unknown>>;

/** What Claude Code says first. */
export function init(sessionId: string): object {
  return { type: "system", subtype: "init", session_id: sessionId, model: MODEL, tools: [], cwd: "/", uuid: uuid() };
}

/** One block of an answer, as its own message. */
export function assistant(
  sessionId: string,
  id: string,
  block: object,
  usage: Counts,
  parent: string | null = null,
): object {
  const message = { id, type: "message", role: "assistant", model: MODEL, content: [block], stop_reason: null, usage };
  return { type: "assistant", session_id: sessionId, parent_tool_use_id: parent, uuid: uuid(), message };
}

/** A tool's answer. */
export function toolResult(
  sessionId: string,
  id: string,
  content: string,
  isError = false,
  parent: string | null = null,
): object {
  const block = { type: "tool_result", tool_use_id: id, content, ...(isError && { is_error: true }) };
  const message = { role: "user", content: [block] };
  return { type: "user", session_id: sessionId, parent_tool_use_id: parent, uuid: uuid(), message };
}

/** The end of a turn, with the totals of the conversation so far. */
export function result(sessionId: string, modelUsage: Readonly<Record<string, Counts>>, fields: Counts = {}): object {
  return {
    type: "result",
    subtype: "success",
    is_error: false,
    session_id: sessionId,
    uuid: uuid(),
    num_turns: 1,
    result: "done",
    duration_ms: 10,
    duration_api_ms: 9,
    stop_reason: "end_turn",
    total_cost_usd: 0.01,
    usage: { input_tokens: 1, output_tokens: 1 },
    permission_denials: [],
    modelUsage,
    ...fields,
  };
}

/** An entry of `modelUsage`. */
export function totals(counts: Counts): Counts {
  return {
    inputTokens: 0,
    outputTokens: 0,
    cacheReadInputTokens: 0,
    cacheCreationInputTokens: 0,
    webSearchRequests: 0,
    costUSD: 0.01,
    contextWindow: 200_000,
    maxOutputTokens: 32_000,
    ...counts,
  };
}
