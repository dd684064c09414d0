// SPDX-License-Identifier: Apache-2.0
import { completionResponse, embeddingsResponse as embeddingsResponseOf, fieldsOf, textOf } from "@outlay/core";
import type { ResponseFacts } from "@outlay/core";

import type { CompletionFields } from "./internal-types.ts";
import { usageFromMistral } from "./usage.ts";
import { wireCompletion } from "./wire.ts";

/** Reads a whole answer of chat, of an agent or of fill-in-the-middle. */
export function completionAnswer(value: unknown): ResponseFacts {
  const { usage } = fieldsOf<CompletionFields>(value);
  return { ...completionResponse(wireCompletion(value)), ...usageFromMistral(usage) };
}

/** Reads a list of embeddings. */
export function embeddingsAnswer(value: unknown): ResponseFacts {
  const { id, model, usage } = fieldsOf<CompletionFields>(value);
  return { id: textOf(id), ...embeddingsResponseOf({ model }), ...usageFromMistral(usage) };
}
