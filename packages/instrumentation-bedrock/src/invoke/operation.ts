// SPDX-License-Identifier: Apache-2.0
import type { OperationName } from "@outlay/core";

import type { InvokeBodyFields } from "./request-fields.ts";

/** Models that do one thing only, by their id. An ARN says nothing. */
const BY_MODEL: readonly (readonly [model: RegExp, operation: OperationName])[] = [
  [/embed|marengo/, "embeddings"],
  [/rerank/, "rerank"],
  [/nova-canvas|titan-image|stability\./, "image_generation"],
];

/** Fields that only requests of one kind have. */
const BY_FIELDS: readonly (readonly [field: keyof InvokeBodyFields, operation: OperationName])[] = [
  ["messages", "chat"],
  ["message", "chat"],
  ["embeddingConfig", "embeddings"],
  ["singleEmbeddingParams", "embeddings"],
  ["texts", "embeddings"],
  ["documents", "rerank"],
  ["text_prompts", "image_generation"],
  ["imageGenerationConfig", "image_generation"],
  ["prompt", "text_completion"],
  ["inputText", "text_completion"],
];

/** What a call of InvokeModel does: the model says it, else the shape of what is sent. */
export function operationOf(model: string | undefined, body: Partial<InvokeBodyFields>): OperationName {
  const byModel = BY_MODEL.find(([pattern]) => model !== undefined && pattern.test(model));
  if (byModel !== undefined) return byModel[1];
  return BY_FIELDS.find(([field]) => body[field] !== undefined)?.[1] ?? "chat";
}
