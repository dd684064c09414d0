// SPDX-License-Identifier: Apache-2.0
import type { Attributes } from "@opentelemetry/api";
import { attributesFromRows, fieldsOf, listOf, numberOf, textOf } from "@outlay/core";
import type { AttributeRow, ContentFacts, RequestFacts } from "@outlay/core";
import { AWS, GEN_AI } from "@outlay/semconv";

import { inputOf } from "../command.ts";
import { contentParts, inputMessages } from "../content.ts";
import type { InvokeRequestFields } from "../internal-types.ts";
import { parsedBody } from "./json.ts";
import { operationOf } from "./operation.ts";
import { invokePrompt } from "./prompt.ts";
import type { InvokeBodyFields, SettingFields } from "./request-fields.ts";

const ROWS: readonly AttributeRow<SettingFields>[] = [
  [GEN_AI.REQUEST_MAX_TOKENS, "max_tokens", numberOf],
  [GEN_AI.REQUEST_MAX_TOKENS, "max_gen_len", numberOf],
  [GEN_AI.REQUEST_MAX_TOKENS, "maxTokens", numberOf],
  [GEN_AI.REQUEST_MAX_TOKENS, "maxTokenCount", numberOf],
  [GEN_AI.REQUEST_MAX_TOKENS, "max_tokens_to_sample", numberOf],
  [GEN_AI.REQUEST_TEMPERATURE, "temperature", numberOf],
  [GEN_AI.REQUEST_TOP_P, "top_p", numberOf],
  [GEN_AI.REQUEST_TOP_P, "topP", numberOf],
  [GEN_AI.REQUEST_TOP_P, "p", numberOf],
  [GEN_AI.REQUEST_TOP_K, "top_k", numberOf],
  [GEN_AI.REQUEST_TOP_K, "topK", numberOf],
  [GEN_AI.REQUEST_TOP_K, "k", numberOf],
  [GEN_AI.REQUEST_STOP_SEQUENCES, "stop", texts],
  [GEN_AI.REQUEST_STOP_SEQUENCES, "stop_sequences", texts],
  [GEN_AI.REQUEST_STOP_SEQUENCES, "stopSequences", texts],
  [GEN_AI.EMBEDDINGS_DIMENSION_COUNT, "dimensions", numberOf],
];

/** Reads the input of `InvokeModelCommand` or `InvokeModelWithResponseStreamCommand`. */
export function invokeRequest(command: unknown, stream: boolean): RequestFacts {
  const { modelId, body: bytes, guardrailIdentifier } = inputOf<InvokeRequestFields>(command);
  const model = textOf(modelId);
  const body = fieldsOf<InvokeBodyFields>(parsedBody(bytes));
  const guardrail = textOf(guardrailIdentifier);
  return {
    operationName: operationOf(model, body),
    model,
    stream,
    attributes: {
      ...settingAttributes(body),
      ...(guardrail === undefined ? {} : { [AWS.BEDROCK_GUARDRAIL_ID]: guardrail }),
    },
    content: () => contentOf(body),
    prompt: () => invokePrompt(body),
  };
}

/** Reads the input of `InvokeModelWithBidirectionalStreamCommand`, whose body is a conversation still to come. */
export function bidirectionalRequest(command: unknown): RequestFacts {
  const { modelId } = inputOf<InvokeRequestFields>(command);
  return { operationName: "chat", model: textOf(modelId), stream: true, attributes: {} };
}

function settingAttributes(body: Partial<InvokeBodyFields>): Attributes {
  const attributes: Attributes = {};
  for (const settings of [body, body.inferenceConfig, body.textGenerationConfig])
    attributesFromRows(fieldsOf<SettingFields>(settings), ROWS, attributes);
  return attributes;
}

function contentOf(body: Partial<InvokeBodyFields>): ContentFacts {
  const prompt = textOf(body.prompt) ?? textOf(body.inputText) ?? textOf(body.message);
  const messages = inputMessages(body.messages);
  if (prompt !== undefined) messages.push({ role: "user", parts: contentParts(prompt) });
  return {
    systemInstructions: contentParts(body.system ?? body.preamble),
    inputMessages: messages,
    toolDefinitions: listOf(body.tools),
  };
}

function texts(value: unknown): string[] | undefined {
  const list = listOf(value).filter((item) => typeof item === "string");
  return list.length === 0 ? undefined : list;
}
