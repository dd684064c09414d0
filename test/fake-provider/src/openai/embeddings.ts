// SPDX-License-Identifier: Apache-2.0
import { createHash } from "node:crypto";

import { scriptedUsage } from "../core/generation.ts";
import { overlay } from "../core/json.ts";
import { countTokens } from "../core/tokens.ts";
import { RequestError, type Answer, type Call } from "../core/vendor.ts";
import { numberOf, requestedModel } from "./chat.ts";

const DEFAULT_DIMENSIONS = 8;

/** Answers `POST /v1/embeddings`: short vectors made from a hash of the text, so that equal texts are equal. */
export function embeddings(call: Call): Answer {
  const { body, reply } = call;
  const input = body["input"];
  if (input === undefined) throw new RequestError(400, "Missing required parameter: 'input'.");
  const inputs = inputTexts(input);
  const dimensions = numberOf(body["dimensions"]) ?? DEFAULT_DIMENSIONS;
  const encode = body["encoding_format"] === "base64" ? base64 : (vector: number[]) => vector;
  const promptTokens = inputs.reduce((sum, text) => sum + countTokens(text), 0);
  const usage = scriptedUsage(reply, { prompt_tokens: promptTokens, total_tokens: promptTokens });
  const whole = {
    object: "list",
    data: inputs.map((text, index) => ({ object: "embedding", index, embedding: encode(vectorOf(text, dimensions)) })),
    model: reply.model ?? requestedModel(call),
    ...(usage ? { usage } : {}),
  };
  return { kind: "json", body: overlay(whole, reply.fields) };
}

/** A text, a list of texts, a list of tokens, or a list of lists of tokens. */
export function inputTexts(input: unknown): string[] {
  if (!Array.isArray(input) || typeof input[0] === "number") return [textOf(input)];
  return input.map(textOf);
}

function textOf(value: unknown): string {
  return typeof value === "string" ? value : JSON.stringify(value);
}

/** A short vector made from a hash of the text, so that equal texts are equal. */
export function vectorOf(text: string, dimensions: number = DEFAULT_DIMENSIONS): number[] {
  const bytes = createHash("sha256").update(text).digest();
  return Array.from({ length: dimensions }, (_, index) => (bytes[index % bytes.length] ?? 0) / 255);
}

function base64(vector: readonly number[]): string {
  return Buffer.from(Float32Array.from(vector).buffer).toString("base64");
}
