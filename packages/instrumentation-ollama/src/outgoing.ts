// SPDX-License-Identifier: Apache-2.0
import { completionOutgoing, fieldsOf, numberOf } from "@outlay/core";
import type { CallArguments, OutgoingRequest, RequestEdit } from "@outlay/core";

import type { OptionsFields, OutgoingFields } from "./internal-types.ts";

/** Reads what policies ask of the arguments of any method. Nothing is sent again. */
export function outgoingRequest(call: CallArguments): OutgoingRequest {
  const body = fieldsOf<OutgoingFields>(call.args[0]);
  const { messages, tools, prompt, system, suffix, context, images, format, input } = body;
  const limit = numberOf(fieldsOf<OptionsFields>(body.options).num_predict);
  const parts = [messages, tools, prompt, system, suffix, context, images, format, input];
  return {
    ...completionOutgoing(call),
    input: parts.filter((part) => part !== undefined),
    // Below zero there is no limit.
    maxOutputTokens: limit !== undefined && limit >= 0 ? limit : undefined,
    maxRetries: 0,
  };
}

/** The body of a generation with another model or cap. */
export function editGeneration(body: unknown, { model, maxOutputTokens }: RequestEdit): unknown {
  const { options } = fieldsOf<OutgoingFields>(body);
  return {
    ...fieldsOf(body),
    ...(model !== undefined && { model }),
    ...(maxOutputTokens !== undefined && { options: { ...fieldsOf(options), num_predict: maxOutputTokens } }),
  };
}

/** The body of embeddings with another model: there is nothing to cap. */
export function editModel(body: unknown, { model }: RequestEdit): unknown {
  return editGeneration(body, { model });
}
