// SPDX-License-Identifier: Apache-2.0
import { attributesFromRows, fieldsOf, listOf, numberOf, outputType, stringList, textOf } from "@outlay/core";
import type { AttributeRow, CallArguments, OutgoingRequest, RequestEdit, RequestFacts } from "@outlay/core";
import { GEN_AI } from "@outlay/semconv";

import { inputMessages } from "./content.ts";
import type { InteractionConfigFields, InteractionRequestFields } from "./fields.ts";
import { interactionPrompt } from "./prompt.ts";

const BODY_ROWS: readonly AttributeRow<InteractionRequestFields>[] = [
  [GEN_AI.AGENT_ID, "agent", textOf],
  [GEN_AI.OUTPUT_TYPE, "response_format", outputType],
];

const CONFIG_ROWS: readonly AttributeRow<InteractionConfigFields>[] = [
  [GEN_AI.REQUEST_TEMPERATURE, "temperature", numberOf],
  [GEN_AI.REQUEST_TOP_P, "top_p", numberOf],
  [GEN_AI.REQUEST_MAX_TOKENS, "max_output_tokens", numberOf],
  [GEN_AI.REQUEST_STOP_SEQUENCES, "stop_sequences", stringList],
  [GEN_AI.REQUEST_SEED, "seed", numberOf],
  [GEN_AI.REQUEST_REASONING_LEVEL, "thinking_level", textOf],
];

/** Reads the body of `interactions.create()`; the model of an agent is told by nobody, or by the answer. */
export function interactionRequest({ args }: CallArguments): RequestFacts {
  const body = bodyOf(args);
  return {
    operationName: "generate_content",
    model: textOf(body.model),
    stream: body.stream === true,
    attributes: attributesFromRows(configOf(body), CONFIG_ROWS, attributesFromRows(body, BODY_ROWS)),
    content: () => ({
      systemInstructions: inputMessages(body.system_instruction).flatMap(({ parts }) => parts),
      inputMessages: inputMessages(body.input),
      toolDefinitions: listOf(body.tools),
    }),
    prompt: () => interactionPrompt(body),
  };
}

/** Tools that Google bills by the piece. */
const BILLED_TOOLS: ReadonlySet<unknown> = new Set(["google_search", "google_maps"]);

/** Reads what policies ask of the body. */
export function outgoingInteraction({ args }: CallArguments): OutgoingRequest {
  const body = bodyOf(args);
  const types = listOf(body.tools).map((tool) => fieldsOf<{ type: unknown }>(tool).type);
  return {
    input: [body.input, body.system_instruction, body.tools, body.response_format].filter((part) => part !== undefined),
    maxOutputTokens: numberOf(configOf(body).max_output_tokens),
    serviceTier: textOf(body.service_tier),
    usesBilledTools: types.some((type) => BILLED_TOOLS.has(type)),
    hasRemoteInput: body.previous_interaction_id !== undefined || types.some((type) => type !== "function"),
  };
}

/** The body with another model or cap. An agent has its own. */
export function editInteraction(value: unknown, { model, maxOutputTokens }: RequestEdit): unknown {
  const body = fieldsOf<InteractionRequestFields>(value);
  return {
    ...body,
    ...(model !== undefined && body.agent === undefined && { model }),
    ...(maxOutputTokens !== undefined && {
      generation_config: { ...configOf(body), max_output_tokens: maxOutputTokens },
    }),
  };
}

function bodyOf(args: readonly unknown[]): Partial<InteractionRequestFields> {
  return fieldsOf<InteractionRequestFields>(args[0]);
}

function configOf(body: Partial<InteractionRequestFields>): Partial<InteractionConfigFields> {
  return fieldsOf<InteractionConfigFields>(body.generation_config);
}
