// SPDX-License-Identifier: Apache-2.0
import { GEN_AI } from "@outlay/semconv";

import type { Message } from "../content.ts";
import type { RequestFacts } from "../facts.ts";
import { fieldsOf, listOf, numberOf, textOf } from "../read-fields.ts";
import { inputMessages, toolDefinitions } from "./chat-content.ts";
import { contentParts } from "./content-parts.ts";
import type { CompletionRequestFields } from "./fields.ts";
import { completionPrompt } from "./prompt.ts";
import { SAMPLING_ROWS, attributesFromRows, outputType, stringList, unlessOne } from "./request-attributes.ts";
import type { AttributeRow } from "./request-attributes.ts";

const COMPLETION_ROWS: readonly AttributeRow<CompletionRequestFields>[] = [
  ...SAMPLING_ROWS,
  [GEN_AI.REQUEST_TOP_K, "top_k", numberOf],
  [GEN_AI.REQUEST_MAX_TOKENS, "max_tokens", numberOf],
  [GEN_AI.REQUEST_MAX_TOKENS, "max_completion_tokens", numberOf],
  [GEN_AI.REQUEST_STOP_SEQUENCES, "stop", stringList],
  [GEN_AI.REQUEST_FREQUENCY_PENALTY, "frequency_penalty", numberOf],
  [GEN_AI.REQUEST_PRESENCE_PENALTY, "presence_penalty", numberOf],
  [GEN_AI.REQUEST_SEED, "seed", numberOf],
  [GEN_AI.REQUEST_CHOICE_COUNT, "n", unlessOne],
];

const CHAT_ROWS: readonly AttributeRow<CompletionRequestFields>[] = [
  ...COMPLETION_ROWS,
  [GEN_AI.REQUEST_REASONING_LEVEL, "reasoning_effort", textOf],
  [GEN_AI.OUTPUT_TYPE, "response_format", outputType],
  [GEN_AI.OUTPUT_TYPE, "modalities", speech],
];

const EMBEDDINGS_ROWS: readonly AttributeRow<CompletionRequestFields>[] = [
  [GEN_AI.REQUEST_ENCODING_FORMATS, "encoding_format", stringList],
  [GEN_AI.EMBEDDINGS_DIMENSION_COUNT, "dimensions", numberOf],
];

/** Reads the body of a request for a chat completion. */
export function chatCompletionRequest(value: unknown): RequestFacts {
  const body = fieldsOf<CompletionRequestFields>(value);
  return {
    operationName: "chat",
    model: textOf(body.model),
    stream: body.stream === true,
    attributes: attributesFromRows(body, CHAT_ROWS),
    content: () => ({ inputMessages: inputMessages(body.messages), toolDefinitions: toolDefinitions(body.tools) }),
    prompt: () => completionPrompt(body),
  };
}

/** Reads the body of a request for a text completion, the API before chat; its answers are read like chat's. */
export function textCompletionRequest(value: unknown): RequestFacts {
  const body = fieldsOf<CompletionRequestFields>(value);
  return {
    operationName: "text_completion",
    model: textOf(body.model),
    stream: body.stream === true,
    attributes: attributesFromRows(body, COMPLETION_ROWS),
    content: () => ({ inputMessages: promptMessages(body.prompt) }),
    prompt: () => completionPrompt(body),
  };
}

/** Reads the body of a request for embeddings. */
export function embeddingsRequest(value: unknown): RequestFacts {
  const body = fieldsOf<CompletionRequestFields>(value);
  return {
    operationName: "embeddings",
    model: textOf(body.model),
    stream: false,
    attributes: attributesFromRows(body, EMBEDDINGS_ROWS),
  };
}

/** One prompt or several; prompts of token ids cannot be shown. */
function promptMessages(prompt: unknown): Message[] {
  const list = typeof prompt === "string" ? [prompt] : listOf(prompt);
  return list.filter((item) => typeof item === "string").map((text) => ({ role: "user", parts: contentParts(text) }));
}

function speech(modalities: unknown): string | undefined {
  return listOf(modalities).includes("audio") ? "speech" : undefined;
}
