// SPDX-License-Identifier: Apache-2.0
import type { Attributes } from "@opentelemetry/api";
import { attributesFromRows, fieldsOf, listOf, numberOf, textOf } from "@outlay/core";
import type { AttributeRow, RequestFacts } from "@outlay/core";
import { AWS, GEN_AI } from "@outlay/semconv";

import { inputOf } from "../command.ts";
import { contentParts, inputMessages } from "../content.ts";
import type { ConverseRequestFields } from "../internal-types.ts";
import { conversePrompt } from "./prompt.ts";

/** `inferenceConfig`. */
interface InferenceFields {
  readonly maxTokens: unknown;
  readonly temperature: unknown;
  readonly topP: unknown;
  readonly stopSequences: unknown;
}

const ROWS: readonly AttributeRow<InferenceFields>[] = [
  [GEN_AI.REQUEST_MAX_TOKENS, "maxTokens", numberOf],
  [GEN_AI.REQUEST_TEMPERATURE, "temperature", numberOf],
  [GEN_AI.REQUEST_TOP_P, "topP", numberOf],
  [GEN_AI.REQUEST_STOP_SEQUENCES, "stopSequences", texts],
];

/** Reads the input of `ConverseCommand` or `ConverseStreamCommand`. */
export function converseRequest(command: unknown, stream: boolean): RequestFacts {
  const input = inputOf<ConverseRequestFields>(command);
  return {
    operationName: "chat",
    model: textOf(input.modelId),
    stream,
    attributes: requestAttributes(input),
    content: () => ({
      systemInstructions: contentParts(input.system),
      inputMessages: inputMessages(input.messages),
      toolDefinitions: listOf(fieldsOf<{ tools: unknown }>(input.toolConfig).tools),
    }),
    prompt: () => conversePrompt(input),
  };
}

function requestAttributes(input: Partial<ConverseRequestFields>): Attributes {
  const attributes = attributesFromRows(fieldsOf<InferenceFields>(input.inferenceConfig), ROWS);
  const topK = numberOf(fieldsOf<{ top_k: unknown }>(input.additionalModelRequestFields).top_k);
  if (topK !== undefined) attributes[GEN_AI.REQUEST_TOP_K] = topK;
  const output = fieldsOf<{ effort: unknown; textFormat: unknown }>(input.outputConfig);
  const effort = textOf(output.effort);
  if (effort !== undefined) attributes[GEN_AI.REQUEST_REASONING_LEVEL] = effort;
  if (fieldsOf<{ type: unknown }>(output.textFormat).type === "json_schema") attributes[GEN_AI.OUTPUT_TYPE] = "json";
  const guardrail = textOf(fieldsOf<{ guardrailIdentifier: unknown }>(input.guardrailConfig).guardrailIdentifier);
  if (guardrail !== undefined) attributes[AWS.BEDROCK_GUARDRAIL_ID] = guardrail;
  return attributes;
}

function texts(value: unknown): string[] | undefined {
  const list = listOf(value).filter((item) => typeof item === "string");
  return list.length === 0 ? undefined : list;
}
