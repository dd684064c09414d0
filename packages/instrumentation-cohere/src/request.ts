// SPDX-License-Identifier: Apache-2.0
import {
  chatCompletionRequest,
  embeddingsRequest,
  fieldsOf,
  listOf,
  textCompletionRequest,
  textOf,
} from "@outlay/core";
import type { PromptParts, RequestFacts } from "@outlay/core";
import { GEN_AI } from "@outlay/semconv";

import type { OutgoingFields, RequestFields } from "./internal-types.ts";
import { chatPrompt, chatPromptV1 } from "./prompt.ts";
import { wireConversation, wireMessages } from "./wire.ts";

type Wire = Readonly<Record<string, unknown>>;

/** Reads a request of `v2.chat()`. */
export function chatRequest(value: unknown): RequestFacts {
  const body = fieldsOf<OutgoingFields>(value);
  return chatFacts(body, () => wireMessages(body.messages), chatPrompt);
}

/** Reads a request of `chat()` of the first version. */
export function chatRequestV1(value: unknown): RequestFacts {
  const body = fieldsOf<OutgoingFields>(value);
  const facts = chatFacts(body, () => wireConversation(body), chatPromptV1);
  const id = textOf(body.conversationId);
  return id === undefined ? facts : { ...facts, attributes: { ...facts.attributes, [GEN_AI.CONVERSATION_ID]: id } };
}

/** Reads a request of `generate()`. */
export function generateRequest(value: unknown): RequestFacts {
  const body = fieldsOf<RequestFields>(value);
  return textCompletionRequest({ ...wireSettings(body), prompt: body.prompt });
}

/** Reads a request of `summarize()`: a text completion whose prompt the vendor writes. */
export function summarizeRequest(value: unknown): RequestFacts {
  const { model, temperature, text } = fieldsOf<RequestFields>(value);
  return textCompletionRequest({ model, temperature, prompt: text });
}

/** Reads a request of `embed()` of either version. */
export function embedRequest(value: unknown): RequestFacts {
  const { model, outputDimension, embeddingTypes } = fieldsOf<RequestFields>(value);
  return embeddingsRequest({
    model,
    dimensions: outputDimension,
    ...(listOf(embeddingTypes).length === 0 ? {} : { encoding_format: embeddingTypes }),
  });
}

/** Reads a request of `rerank()` of either version. */
export function rerankRequest(value: unknown): RequestFacts {
  const { model } = fieldsOf<RequestFields>(value);
  return { operationName: "rerank", model: textOf(model), stream: false, attributes: {} };
}

function chatFacts(
  body: Partial<OutgoingFields>,
  messages: () => readonly Wire[],
  prompt: (body: Partial<OutgoingFields>) => PromptParts,
): RequestFacts {
  return {
    ...chatCompletionRequest(wireSettings(body)),
    content: () => chatCompletionRequest({ messages: messages(), tools: body.tools }).content?.() ?? {},
    prompt: () => prompt(body),
  };
}

function wireSettings(body: Partial<RequestFields>): Wire {
  return {
    model: body.model,
    temperature: body.temperature,
    top_p: body.p,
    top_k: body.k,
    max_tokens: body.maxTokens,
    stop: body.stopSequences,
    seed: body.seed,
    frequency_penalty: body.frequencyPenalty,
    presence_penalty: body.presencePenalty,
    response_format: body.responseFormat,
    n: body.numGenerations,
  };
}
