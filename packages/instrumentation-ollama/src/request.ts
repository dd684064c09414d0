// SPDX-License-Identifier: Apache-2.0
import { chatCompletionRequest, embeddingsRequest, fieldsOf, listOf, numberOf, textOf } from "@outlay/core";
import type { CallArguments, RequestFacts } from "@outlay/core";
import { GEN_AI } from "@outlay/semconv";

import type { OptionsFields, RequestFields } from "./internal-types.ts";
import { ollamaPrompt } from "./prompt.ts";
import { wireContent, wireMessage } from "./wire.ts";
import type { Wire } from "./wire.ts";

/** Reads the request of `chat()`. */
export function chatRequest({ args }: CallArguments): RequestFacts {
  const body = fieldsOf<RequestFields>(args[0]);
  return generationFacts(body, "chat", () => listOf(body.messages).map(wireMessage));
}

/** Reads the request of `generate()`. */
export function generateRequest({ args }: CallArguments): RequestFacts {
  const body = fieldsOf<RequestFields>(args[0]);
  return generationFacts(body, "text_completion", () => [
    ...(textOf(body.system) === undefined ? [] : [{ role: "system", content: body.system }]),
    { role: "user", content: wireContent(body.prompt, body.images) },
  ]);
}

/** Reads the request of `embed()`, and of `embeddings()` before it. */
export function embedRequest({ args }: CallArguments): RequestFacts {
  const { model, dimensions } = fieldsOf<RequestFields>(args[0]);
  return embeddingsRequest({ model, dimensions });
}

function generationFacts(
  body: Partial<RequestFields>,
  operationName: "chat" | "text_completion",
  messages: () => readonly Wire[],
): RequestFacts {
  const facts = chatCompletionRequest(wireSettings(body));
  return {
    ...facts,
    operationName,
    // The SDK asks whether it is true-ish.
    stream: Boolean(body.stream),
    attributes: { ...facts.attributes, ...outputType(body.format) },
    content: () => chatCompletionRequest({ messages: messages(), tools: body.tools }).content?.() ?? {},
    prompt: () => ollamaPrompt(body),
  };
}

function wireSettings({ model, think, options }: Partial<RequestFields>): Wire {
  const { num_predict, ...sampling } = fieldsOf<OptionsFields>(options);
  const limit = numberOf(num_predict);
  return {
    model,
    temperature: sampling.temperature,
    top_p: sampling.top_p,
    top_k: sampling.top_k,
    seed: sampling.seed,
    stop: sampling.stop,
    frequency_penalty: sampling.frequency_penalty,
    presence_penalty: sampling.presence_penalty,
    reasoning_effort: think,
    // Below zero there is no limit.
    ...(limit !== undefined && limit >= 0 ? { max_tokens: limit } : {}),
  };
}

/** `json`, or a schema of the program's own. */
function outputType(format: unknown): Readonly<Record<string, string>> {
  const isJson = format === "json" || (typeof format === "object" && format !== null);
  return isJson ? { [GEN_AI.OUTPUT_TYPE]: "json" } : {};
}
