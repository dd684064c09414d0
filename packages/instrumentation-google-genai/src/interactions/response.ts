// SPDX-License-Identifier: Apache-2.0
import { fieldsOf, listOf, textOf } from "@outlay/core";
import type { ResponseFacts } from "@outlay/core";

import { outputMessage, toolCallsIn } from "./content.ts";
import type { InteractionFields } from "./fields.ts";
import { usageFromInteraction } from "./usage.ts";

/** Statuses of an interaction that goes on in the background: its counts are not those of the bill. */
const UNFINISHED: ReadonlySet<unknown> = new Set(["in_progress", "queued"]);

/** Reads an interaction that came whole, or was put together from a stream. */
export function interactionAnswer(value: unknown): ResponseFacts {
  const interaction = fieldsOf<InteractionFields>(value);
  const status = textOf(interaction.status);
  const steps = interaction.steps ?? interaction.outputs;
  return {
    id: textOf(interaction.id),
    model: textOf(interaction.model),
    finishReasons: status === undefined ? undefined : [status],
    isDeferred: UNFINISHED.has(status),
    ...usageFromInteraction(interaction.usage, status !== undefined && !UNFINISHED.has(status)),
    serviceTier: textOf(interaction.service_tier),
    toolCalls: toolCallsIn(steps),
    errorType: status === "failed" ? (codeOf(listOf(interaction.errors)[0]) ?? status) : undefined,
    content: () => ({ outputMessages: [outputMessage(steps, status)] }),
  };
}

/** The code of an error, which is a word; codes that are sentences are nobody's. */
export function codeOf(error: unknown): string | undefined {
  const code = textOf(fieldsOf<{ code: unknown }>(error).code);
  return code !== undefined && /^\w{1,64}$/.test(code) ? code : undefined;
}
