// SPDX-License-Identifier: Apache-2.0
import type { Attributes } from "@opentelemetry/api";
import { fieldsOf, numberOf, textOf } from "@outlay/core";
import type { CallArguments, RequestFacts } from "@outlay/core";
import { GEN_AI } from "@outlay/semconv";

import type { ResponsesRequestFields } from "../internal-types.ts";
import { deploymentOf } from "../provider.ts";
import { SAMPLING_ROWS, helperOf, outputType, putRequestAttributes } from "../request-attributes.ts";
import type { AttributeRow } from "../request-attributes.ts";
import { inputMessages, systemInstructions, toolDefinitions } from "./content.ts";

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
  const attributes = responsesAttributes();
  putRequestAttributes(attributes, body, ROWS);
  return {
    operationName: "chat",
    model: textOf(body.model) ?? deploymentOf(resource),
    stream: body.stream === true,
    attributes,
    helper: helperOf(args[1]),
    content: () => ({
      systemInstructions: systemInstructions(body.instructions),
      inputMessages: inputMessages(body.input),
      toolDefinitions: toolDefinitions(body.tools),
    }),
  };
}

/** Reads the arguments of `responses.compact`: a pass of the model over the conversation, billed like any other. */
export function compactRequest(call: CallArguments): RequestFacts {
  return { ...responsesRequest(call), helper: "compact" };
}

/**
 * Reads the arguments of `responses.retrieve`.
 *
 * @returns `undefined` unless the response is retrieved as a stream: then its end carries the usage of a response
 *   whose own stream was left, or which runs in the background.
 */
export function retrieveRequest({ args }: CallArguments): RequestFacts | undefined {
  if (fieldsOf<ResponsesRequestFields>(args[1]).stream !== true) return undefined;
  const helper = helperOf(args[2]) ?? "retrieve";
  return { operationName: "chat", model: undefined, stream: true, attributes: responsesAttributes(), helper };
}

function responsesAttributes(): Attributes {
  return { [GEN_AI.OPENAI_API_TYPE]: "responses" };
}

function conversationId(value: unknown): string | undefined {
  return textOf(value) ?? textOf(fieldsOf<{ id: unknown }>(value).id);
}
