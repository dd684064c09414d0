// SPDX-License-Identifier: Apache-2.0
import type { Attributes } from "@opentelemetry/api";
import {
  SAMPLING_ROWS,
  attributesFromRows,
  fieldsOf,
  helperFromOptions,
  numberOf,
  outputType,
  textOf,
} from "@outlay/core";
import type { AttributeRow, CallArguments, RequestFacts } from "@outlay/core";
import { GEN_AI } from "@outlay/semconv";

import type { ResponsesRequestFields } from "../internal-types.ts";
import { deploymentOf } from "../provider.ts";
import { inputMessages, systemInstructions, toolDefinitions } from "./content.ts";
import { responsesPrompt } from "./prompt.ts";

const ROWS: readonly AttributeRow<ResponsesRequestFields>[] = [
  ...SAMPLING_ROWS,
  [GEN_AI.REQUEST_MAX_TOKENS, "max_output_tokens", numberOf],
  [GEN_AI.REQUEST_REASONING_LEVEL, "reasoning", (value) => textOf(fieldsOf<{ effort: unknown }>(value).effort)],
  [GEN_AI.OUTPUT_TYPE, "text", (value) => outputType(fieldsOf<{ format: unknown }>(value).format)],
  [GEN_AI.CONVERSATION_ID, "conversation", conversationId],
];

/** Reads the arguments of `responses.create`, and of the same method of the beta. */
export function responsesRequest({ resource, args }: CallArguments): RequestFacts {
  const body = fieldsOf<ResponsesRequestFields>(args[0]);
  return {
    operationName: "chat",
    model: textOf(body.model) ?? deploymentOf(resource),
    stream: body.stream === true,
    attributes: attributesFromRows(body, ROWS, responsesAttributes()),
    helper: helperFromOptions(args[1]),
    content: () => ({
      systemInstructions: systemInstructions(body.instructions),
      inputMessages: inputMessages(body.input),
      toolDefinitions: toolDefinitions(body.tools),
    }),
    prompt: () => responsesPrompt(body),
  };
}

/** Reads the arguments of `responses.compact`: a pass of the model over the conversation, billed like any other. */
export function compactRequest(call: CallArguments): RequestFacts {
  return { ...responsesRequest(call), helper: "compact" };
}

function responsesAttributes(): Attributes {
  return { [GEN_AI.OPENAI_API_TYPE]: "responses" };
}

function conversationId(value: unknown): string | undefined {
  return textOf(value) ?? textOf(fieldsOf<{ id: unknown }>(value).id);
}
