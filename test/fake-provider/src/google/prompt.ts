// SPDX-License-Identifier: Apache-2.0
import { textPart, type PromptPart } from "../cache/prompt.ts";
import { countTokens } from "../core/tokens.ts";
import type { JsonObject } from "../core/script.ts";
import { isObject } from "../core/json.ts";

/** What an image of up to 384 pixels a side costs. */
const IMAGE_TOKENS = 258;

/** Tokens of a prompt, by modality, in the order in which they first come. */
export type TokensByModality = Map<string, number>;

/** Counts everything of a request that is a prompt: system instruction, tools, contents. */
export function promptTokensOf({ systemInstruction, tools, contents }: JsonObject): TokensByModality {
  const tokens: TokensByModality = new Map();
  const add = (modality: string, count: number): void => {
    if (count > 0) tokens.set(modality, (tokens.get(modality) ?? 0) + count);
  };
  for (const content of [systemInstruction, ...listOf(contents)]) {
    for (const part of partsOf(content)) {
      if (part["inlineData"] === undefined) add("TEXT", countTokens(textOfPart(part)));
      else add("IMAGE", IMAGE_TOKENS);
    }
  }
  if (tools !== undefined) add("TEXT", countTokens(JSON.stringify(tools)));
  return tokens;
}

/** The prompt in render order, tools first, a part for each piece of content. */
export function promptPartsOf({ systemInstruction, tools, contents }: JsonObject): readonly PromptPart[] {
  const said = [systemInstruction, ...listOf(contents)].flatMap((content) =>
    partsOf(content).map((part): PromptPart => {
      const role = isObject(content) && content["role"] === "model" ? "model" : "user";
      const tokens = part["inlineData"] === undefined ? countTokens(textOfPart(part)) : IMAGE_TOKENS;
      return { text: `${role}\n${JSON.stringify(part)}`, tokens };
    }),
  );
  return tools === undefined ? said : [textPart(JSON.stringify(tools)), ...said];
}

/** Text of a content, joined. */
export function contentText(content: unknown): string {
  return partsOf(content)
    .map((part) => part["text"])
    .filter((text) => typeof text === "string")
    .join("");
}

/** The list, or an empty one. */
export function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

function partsOf(content: unknown): JsonObject[] {
  return isObject(content) ? listOf(content["parts"]).filter(isObject) : [];
}

function textOfPart(part: JsonObject): string {
  return typeof part["text"] === "string" ? part["text"] : JSON.stringify(part);
}

/** Whether a request is for Vertex AI, whose paths name the publisher of a model. */
export function isVertex(path: string): boolean {
  return path.includes("/publishers/");
}
