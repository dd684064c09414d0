// SPDX-License-Identifier: Apache-2.0
import { fieldsOf, listOf, numberOf, textOf } from "@outlay/core";
import type { CallArguments, OutgoingRequest, RequestEdit, ToolRound } from "@outlay/core";

import type { CompletionRequestFields, MessageFields } from "./internal-types.ts";

/** Reads what policies ask of a request for a completion or embeddings. */
export function outgoingCompletion({ args }: CallArguments): OutgoingRequest {
  const body = fieldsOf<CompletionRequestFields & { suffix: unknown; inputs: unknown }>(args[0]);
  const { messages, prompt, suffix, inputs, tools, responseFormat } = body;
  return {
    input: [messages, prompt, suffix, inputs, tools, responseFormat].filter((part) => part !== undefined),
    maxOutputTokens: numberOf(body.maxTokens),
    choices: numberOf(body.n),
    // An agent's instructions and tools are kept at Mistral.
    hasRemoteInput: body.agentId !== undefined,
    toolRounds: () => toolRounds(listOf(messages)),
  };
}

/** The request with another model or cap. An agent's model is its own. */
export function editCompletion(body: unknown, { model, maxOutputTokens }: RequestEdit): unknown {
  return {
    ...fieldsOf(body),
    ...(model !== undefined && { model }),
    ...(maxOutputTokens !== undefined && { maxTokens: maxOutputTokens }),
  };
}

function toolRounds(messages: readonly unknown[]): readonly (readonly ToolRound[])[] {
  const fields = messages.map((message) => fieldsOf<MessageFields & { toolCallId: unknown }>(message));
  const results = new Map(
    fields.filter(({ role }) => role === "tool").map(({ toolCallId, content }) => [toolCallId, content]),
  );
  return fields
    .map(({ toolCalls }) => listOf(toolCalls).map((call) => fieldsOf<{ id: unknown; function: unknown }>(call)))
    .filter((calls) => calls.length > 0)
    .map((calls) =>
      calls.map(({ id, function: called }) => {
        const { name, arguments: input } = fieldsOf<{ name: unknown; arguments: unknown }>(called);
        return { name: textOf(name) ?? "", input, ...(results.has(id) && { result: results.get(id) }) };
      }),
    );
}
