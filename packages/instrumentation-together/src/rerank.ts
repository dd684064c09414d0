// SPDX-License-Identifier: Apache-2.0
import { completionResponse, fieldsOf, textOf } from "@outlay/core";
import type { RequestFacts, ResponseFacts } from "@outlay/core";

/** Reads the body of a request to rank documents. */
export function rerankRequest(value: unknown): RequestFacts {
  const { model } = fieldsOf<{ model: unknown }>(value);
  return { operationName: "rerank", model: textOf(model), stream: false, attributes: {} };
}

/** Reads a ranking: its usage block is that of a completion, with the query and the documents as prompt. */
export function rerankResponse(value: unknown): ResponseFacts {
  return completionResponse(value);
}
