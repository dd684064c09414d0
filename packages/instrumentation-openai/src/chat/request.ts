// SPDX-License-Identifier: Apache-2.0
import type { Attributes } from "@opentelemetry/api";
import { fieldsOf, listOf, numberOf, textOf } from "@outlay/core";
import type { CallArguments, RequestFacts } from "@outlay/core";
import { GEN_AI } from "@outlay/semconv";

import type { ChatRequestFields } from "../internal-types.ts";
import { deploymentOf } from "../provider.ts";
import { SAMPLING_ROWS, helperOf, outputType, putRequestAttributes, stringList } from "../request-attributes.ts";
import type { AttributeRow } from "../request-attributes.ts";
import { inputMessages, toolDefinitions } from "./content.ts";

/** Rows of chat and text completions. */
export const COMPLETION_ROWS: readonly AttributeRow<ChatRequestFields>[] = [
  ...SAMPLING_ROWS,
  [GEN_AI.REQUEST_MAX_TOKENS, "max_tokens", numberOf],
  [GEN_AI.REQUEST_MAX_TOKENS, "max_completion_tokens", numberOf],
  [GEN_AI.REQUEST_STOP_SEQUENCES, "stop", stringList],
  [GEN_AI.REQUEST_FREQUENCY_PENALTY, "frequency_penalty", numberOf],
  [GEN_AI.REQUEST_PRESENCE_PENALTY, "presence_penalty", numberOf],
  [GEN_AI.REQUEST_SEED, "seed", numberOf],
  [GEN_AI.REQUEST_CHOICE_COUNT, "n", unlessOne],
];

const CHAT_ROWS: readonly AttributeRow<ChatRequestFields>[] = [
  ...COMPLETION_ROWS,
  [GEN_AI.REQUEST_REASONING_LEVEL, "reasoning_effort", textOf],
  [GEN_AI.OUTPUT_TYPE, "response_format", outputType],
  [GEN_AI.OUTPUT_TYPE, "modalities", speech],
];

/** Reads the arguments of `chat.completions.create`. */
export function chatRequest({ resource, args }: CallArguments): RequestFacts {
  const body = fieldsOf<ChatRequestFields>(args[0]);
  const attributes: Attributes = { [GEN_AI.OPENAI_API_TYPE]: "chat_completions" };
  putRequestAttributes(attributes, body, CHAT_ROWS);
  return {
    operationName: "chat",
    model: textOf(body.model) ?? deploymentOf(resource),
    stream: body.stream === true,
    attributes,
    helper: helperOf(args[1]),
    content: () => ({ inputMessages: inputMessages(body.messages), toolDefinitions: toolDefinitions(body.tools) }),
  };
}

function unlessOne(count: unknown): number | undefined {
  return count === 1 ? undefined : numberOf(count);
}

function speech(modalities: unknown): string | undefined {
  return listOf(modalities).includes("audio") ? "speech" : undefined;
}
