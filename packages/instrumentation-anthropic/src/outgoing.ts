// SPDX-License-Identifier: Apache-2.0
import { fieldsOf, listOf, maxRetriesOf, numberOf, textOf } from "@outlay/core";
import type { CallArguments, OutgoingRequest, RequestEdit, ToolRound } from "@outlay/core";

import type { BlockFields, OutgoingFields } from "./internal-types.ts";

/** Tools that Anthropic runs and bills by piece, by the beginning of their type. */
const BILLED_TOOL = /^(?:web_search|code_execution)_/;

/** Reads what policies ask of the arguments of `messages.create()`. */
export function outgoingMessages({ resource, args }: CallArguments): OutgoingRequest {
  const body = fieldsOf<OutgoingFields>(args[0]);
  const { messages, system, tools, output_config: config, output_format: format, mcp_servers: servers } = body;
  return {
    input: [messages, system, tools, config, format].filter((part) => part !== undefined),
    maxOutputTokens: numberOf(body.max_tokens),
    serviceTier: textOf(body.service_tier),
    usesBilledTools: listOf(tools).some((tool) => BILLED_TOOL.test(textOf(fieldsOf<BlockFields>(tool).type) ?? "")),
    // Tools of MCP servers are read by the provider, and their results are input of the same call.
    hasRemoteInput: listOf(servers).length > 0 || body.container !== undefined,
    maxRetries: maxRetriesOf(resource, args[1]),
    toolRounds: () => toolRounds(listOf(messages)),
  };
}

/** The body with another model or cap. */
export function editMessages(body: unknown, { model, maxOutputTokens }: RequestEdit): unknown {
  return {
    ...fieldsOf(body),
    ...(model !== undefined && { model }),
    ...(maxOutputTokens !== undefined && { max_tokens: maxOutputTokens }),
  };
}

function toolRounds(messages: readonly unknown[]): readonly (readonly ToolRound[])[] {
  const blocks = messages.map((message) => listOf(fieldsOf<{ content: unknown }>(message).content));
  const results = new Map<unknown, Partial<BlockFields>>();
  for (const block of blocks.flat()) {
    const fields = fieldsOf<BlockFields>(block);
    if (fields.type === "tool_result") results.set(fields.tool_use_id, fields);
  }
  const rounds = blocks.map((list) =>
    list.map((block) => fieldsOf<BlockFields>(block)).filter(({ type }) => type === "tool_use"),
  );
  return rounds.filter((round) => round.length > 0).map((round) => round.map((call) => toolRound(call, results)));
}

function toolRound(
  { id, name, input }: Partial<BlockFields>,
  results: ReadonlyMap<unknown, Partial<BlockFields>>,
): ToolRound {
  const round = { name: textOf(name) ?? "", input };
  const result = results.get(id);
  return result === undefined ? round : { ...round, result: result.content, isError: result.is_error === true };
}
