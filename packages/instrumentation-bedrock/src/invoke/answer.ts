// SPDX-License-Identifier: Apache-2.0
import { completionResponse, fieldsOf, isTokenCount, listOf, textOf, usageFromAnthropic } from "@outlay/core";
import type { RawUsage, ResponseFacts, UsageUnits } from "@outlay/core";

import { outputContent, toolCallsIn } from "../content.ts";
import { converseFacts } from "../converse/response.ts";
import type { ConverseResponseFields } from "../internal-types.ts";

/** `Message` of Anthropic. */
interface AnthropicFields {
  readonly type: unknown;
  readonly id: unknown;
  readonly model: unknown;
  readonly content: unknown;
  readonly stop_reason: unknown;
  readonly usage: unknown;
}

/** Bodies that are one object with a text in it, or a list of those: Llama, Mistral, Titan, Cohere, older Claude. */
interface PlainFields {
  readonly id: unknown;
  readonly generation_id: unknown;
  readonly response_id: unknown;
  readonly generation: unknown;
  readonly completion: unknown;
  readonly text: unknown;
  readonly prompt_token_count: unknown;
  readonly generation_token_count: unknown;
  readonly inputTextTokenCount: unknown;
  /** Of a stream of Titan. */
  readonly totalOutputTextTokenCount: unknown;
  readonly stop_reason: unknown;
  readonly finish_reason: unknown;
  readonly completionReason: unknown;
  readonly outputs: unknown;
  readonly results: unknown;
  readonly generations: unknown;
  readonly images: unknown;
  readonly artifacts: unknown;
  readonly meta: unknown;
}

/** One of `outputs` (Mistral), `results` (Titan) or `generations` (Cohere). */
interface ResultFields {
  readonly text: unknown;
  readonly outputText: unknown;
  readonly tokenCount: unknown;
  readonly stop_reason: unknown;
  readonly completionReason: unknown;
  readonly finish_reason: unknown;
}

/** Cohere's `meta.billed_units`. */
interface BilledUnitFields {
  readonly input_tokens: unknown;
  readonly output_tokens: unknown;
  readonly search_units: unknown;
}

/** Reads the body of an answer by its shape: an id may be an ARN, which does not tell whose model it is. */
export function answerFacts(value: unknown): ResponseFacts {
  const body = fieldsOf<AnthropicFields & ConverseResponseFields & { choices: unknown }>(value);
  if (body.type === "message") return anthropicFacts(body);
  if (Array.isArray(body.choices)) return choicesFacts(value);
  if (typeof body.output === "object" && body.output !== null) return converseFacts(body);
  return plainFacts(fieldsOf<PlainFields>(value));
}

function anthropicFacts(message: Partial<AnthropicFields>): ResponseFacts {
  const stopReason = textOf(message.stop_reason);
  return {
    ...usageFromAnthropic(message.usage),
    id: textOf(message.id),
    model: textOf(message.model),
    finishReasons: stopReason === undefined ? undefined : [stopReason],
    toolCalls: toolCallsIn(message.content),
    content: () => outputContent(message.content, stopReason),
  };
}

/** Mistral, AI21, DeepSeek, Qwen, gpt-oss: a chat completion, of which Mistral's has other names and no usage. */
function choicesFacts(body: unknown): ResponseFacts {
  const facts = completionResponse(body);
  if (facts.finishReasons !== undefined) return facts;
  const reasons = listOf(fieldsOf<{ choices: unknown }>(body).choices).flatMap(
    (choice) => textOf(fieldsOf<ResultFields>(choice).stop_reason) ?? [],
  );
  return reasons.length === 0 ? facts : { ...facts, finishReasons: reasons };
}

function plainFacts(body: Partial<PlainFields>): ResponseFacts {
  const results = [body.outputs, body.results, body.generations]
    .flatMap(listOf)
    .map((result) => fieldsOf<ResultFields>(result));
  const reasons = [body, ...results].flatMap(
    (part) => textOf(part.stop_reason) ?? textOf(part.completionReason) ?? textOf(part.finish_reason) ?? [],
  );
  const texts = [
    body.generation,
    body.completion,
    body.text,
    ...results.map(({ text, outputText }) => text ?? outputText),
  ];
  return {
    id: textOf(body.id) ?? textOf(body.generation_id) ?? textOf(body.response_id),
    finishReasons: reasons.length === 0 ? undefined : reasons,
    usage: plainUsage(body, results),
    content: () =>
      outputContent(
        texts.flatMap((text) => (textOf(text) === undefined ? [] : [{ text }])),
        reasons[0],
      ),
  };
}

function plainUsage(body: Partial<PlainFields>, results: readonly Partial<ResultFields>[]): RawUsage | undefined {
  const billed = fieldsOf<BilledUnitFields>(fieldsOf<{ billed_units: unknown }>(body.meta).billed_units);
  const inputTokens = body.prompt_token_count ?? body.inputTextTokenCount ?? billed.input_tokens;
  const outputTokens =
    body.generation_token_count ?? body.totalOutputTextTokenCount ?? sumOfResults(results) ?? billed.output_tokens;
  const units = unitsOf(body, billed);
  if (isNothing(inputTokens) && isNothing(outputTokens) && units === undefined) return undefined;
  return { inputTokens, outputTokens, units };
}

function isNothing(value: unknown): boolean {
  return value === undefined || value === null;
}

/** Titan counts each result. */
function sumOfResults(results: readonly Partial<ResultFields>[]): unknown {
  const counts = results.map(({ tokenCount }) => tokenCount).filter((count) => count !== undefined);
  if (counts.length === 0) return undefined;
  const known = counts.filter(isTokenCount);
  return known.length < counts.length ? counts[0] : known.reduce((sum, count) => sum + count, 0);
}

function unitsOf(body: Partial<PlainFields>, billed: Partial<BilledUnitFields>): UsageUnits | undefined {
  if (isTokenCount(billed.search_units)) return { searchUnits: billed.search_units };
  const images = listOf(body.images ?? body.artifacts).length;
  return images === 0 ? undefined : { images };
}
