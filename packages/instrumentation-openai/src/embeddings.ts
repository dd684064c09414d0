// SPDX-License-Identifier: Apache-2.0
import type { Attributes } from "@opentelemetry/api";
import { fieldsOf, numberOf, textOf } from "@outlay/core";
import type { CallArguments, RequestFacts, ResponseFacts } from "@outlay/core";
import { GEN_AI } from "@outlay/semconv";

import { answerError } from "./answer-error.ts";
import type { ChatRequestFields, CompletionFields } from "./internal-types.ts";
import { deploymentOf } from "./provider.ts";
import { putRequestAttributes, stringList } from "./request-attributes.ts";
import type { AttributeRow } from "./request-attributes.ts";
import { usageFromCompletion } from "./usage.ts";

const ROWS: readonly AttributeRow<ChatRequestFields>[] = [
  [GEN_AI.REQUEST_ENCODING_FORMATS, "encoding_format", stringList],
  [GEN_AI.EMBEDDINGS_DIMENSION_COUNT, "dimensions", numberOf],
];

/** Reads the arguments of `embeddings.create`. */
export function embeddingsRequest({ resource, args }: CallArguments): RequestFacts {
  const body = fieldsOf<ChatRequestFields>(args[0]);
  const attributes: Attributes = {};
  putRequestAttributes(attributes, body, ROWS);
  return {
    operationName: "embeddings",
    model: textOf(body.model) ?? deploymentOf(resource),
    stream: false,
    attributes,
  };
}

/** Reads a list of embeddings; only input is billed. */
export function embeddingsResponse(value: unknown): ResponseFacts {
  const body = fieldsOf<CompletionFields>(value);
  return { model: textOf(body.model), ...usageFromCompletion(body.usage), errorType: answerError(body.error) };
}
