// SPDX-License-Identifier: Apache-2.0
import { completionOutgoing, fieldsOf, listOf, numberOf } from "@outlay/core";
import type { CallArguments, OutgoingRequest, RequestEdit } from "@outlay/core";

import type { OptionsFields, OutgoingFields, RequestOptionsFields, ResourceFields } from "./internal-types.ts";
import { wireConversation, wireMessages } from "./wire.ts";

/** `core/fetcher/requestWithRetries` DEFAULT_MAX_RETRIES. */
const DEFAULT_RETRIES = 2;

/** Fields whose content the model reads, of all methods of both versions of the API. */
const INPUTS = [
  "messages",
  "message",
  "preamble",
  "chatHistory",
  "toolResults",
  "tools",
  "documents",
  "responseFormat",
  "prompt",
  "text",
  "texts",
  "images",
  "inputs",
  "query",
] as const;

/** Reads what policies ask of the arguments of any method. */
export function outgoingRequest({ resource, args }: CallArguments): OutgoingRequest {
  const body = fieldsOf<OutgoingFields>(args[0]);
  return {
    input: INPUTS.map((name) => body[name]).filter((part) => part !== undefined),
    maxOutputTokens: numberOf(body.maxTokens),
    choices: numberOf(body.numGenerations),
    // What connectors find, and what was said before, is read by the model and not in the request.
    hasRemoteInput: listOf(body.connectors).length > 0 || body.conversationId !== undefined,
    maxRetries: retriesOf(resource, args[1]),
    toolRounds: () => {
      const messages = body.messages === undefined ? wireConversation(body) : wireMessages(body.messages);
      return completionOutgoing({ resource, args: [{ messages }] }).toolRounds?.() ?? [];
    },
  };
}

/** The body of a generation with another model or cap. */
export function editGeneration(body: unknown, { model, maxOutputTokens }: RequestEdit): unknown {
  return {
    ...fieldsOf(body),
    ...(model !== undefined && { model }),
    ...(maxOutputTokens !== undefined && { maxTokens: maxOutputTokens }),
  };
}

/** The body of embeddings, a ranking or a summary with another model: there is nothing to cap. */
export function editModel(body: unknown, { model }: RequestEdit): unknown {
  return editGeneration(body, { model });
}

function retriesOf(resource: object, options: unknown): number {
  const own = numberOf(fieldsOf<RequestOptionsFields>(options).maxRetries);
  const client = fieldsOf<OptionsFields>(fieldsOf<ResourceFields>(resource)._options).maxRetries;
  return own ?? numberOf(client) ?? DEFAULT_RETRIES;
}
