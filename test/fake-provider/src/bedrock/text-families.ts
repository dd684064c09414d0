// SPDX-License-Identifier: Apache-2.0
import { isObject } from "../core/json.ts";
import type { JsonObject } from "../core/script.ts";
import type { TextFamily } from "./invoke-text.ts";

/**
 * Meta Llama: counts in the body, beside the text.
 *
 * @see https://docs.aws.amazon.com/bedrock/latest/userguide/model-parameters-meta.html
 */
export const LLAMA: TextFamily = {
  prompt: (body) => body["prompt"],
  maxTokens: (body) => body["max_gen_len"],
  whole: ({ text }, { inputTokens, outputTokens }) => ({
    generation: text,
    prompt_token_count: inputTokens,
    generation_token_count: outputTokens,
    stop_reason: "stop",
  }),
  piece: (text, isLast, { inputTokens, outputTokens }) => ({
    generation: text,
    prompt_token_count: isLast ? null : inputTokens,
    generation_token_count: isLast ? outputTokens : 1,
    stop_reason: isLast ? "stop" : null,
  }),
};

/**
 * Mistral's text completion: no counts in the body.
 *
 * @see https://docs.aws.amazon.com/bedrock/latest/userguide/model-parameters-mistral-text-completion.html
 */
export const MISTRAL: TextFamily = {
  prompt: (body) => body["prompt"],
  maxTokens: (body) => body["max_tokens"],
  whole: ({ text }) => ({ outputs: [{ text, stop_reason: "stop" }] }),
  piece: (text, isLast) => ({ outputs: [{ text, stop_reason: isLast ? "stop" : null }] }),
};

/**
 * Amazon Titan Text.
 *
 * @see https://docs.aws.amazon.com/bedrock/latest/userguide/model-parameters-titan-text.html
 */
export const TITAN_TEXT: TextFamily = {
  prompt: (body) => body["inputText"],
  maxTokens: (body) => configOf(body)["maxTokenCount"],
  whole: ({ text }, { inputTokens, outputTokens }) => ({
    inputTextTokenCount: inputTokens,
    results: [{ tokenCount: outputTokens, outputText: text, completionReason: "FINISH" }],
  }),
  piece: (text, isLast, { inputTokens, outputTokens }) => ({
    index: 0,
    outputText: text,
    inputTextTokenCount: isLast ? inputTokens : null,
    totalOutputTextTokenCount: isLast ? outputTokens : null,
    completionReason: isLast ? "FINISH" : null,
  }),
};

/**
 * Cohere Command R: no counts in the body.
 *
 * @see https://docs.aws.amazon.com/bedrock/latest/userguide/model-parameters-cohere-command-r-plus.html
 */
export const COHERE_COMMAND: TextFamily = {
  prompt: (body) => body["message"],
  maxTokens: (body) => body["max_tokens"],
  whole: ({ text }) => ({
    response_id: "00000000-0000-0000-0000-000000000001",
    generation_id: "00000000-0000-0000-0000-000000000002",
    text,
    finish_reason: "COMPLETE",
  }),
  piece: (text, isLast) =>
    isLast
      ? { event_type: "stream-end", is_finished: true, finish_reason: "COMPLETE" }
      : { event_type: "text-generation", is_finished: false, text },
};

function configOf(body: JsonObject): JsonObject {
  return isObject(body["textGenerationConfig"]) ? body["textGenerationConfig"] : {};
}
