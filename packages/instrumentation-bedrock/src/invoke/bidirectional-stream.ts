// SPDX-License-Identifier: Apache-2.0
import { fieldsOf } from "@outlay/core";
import type { RawUsage, ResponseFacts, StreamReducer } from "@outlay/core";

import { parsedBody } from "./json.ts";

/** `usageEvent` of Amazon Nova Sonic: totals of the conversation so far. */
interface UsageEventFields {
  readonly totalInputTokens: unknown;
  readonly totalOutputTokens: unknown;
  readonly details: unknown;
}

/** `details.total.input` and `.output`. */
interface ModalityFields {
  readonly speechTokens: unknown;
}

/**
 * A conversation of speech. Its usage events are totals; the last one that came is the bill of what was said until then.
 *
 * @see https://docs.aws.amazon.com/nova/latest/userguide/output-events.html
 */
export class BidirectionalStreamReducer implements StreamReducer {
  #usage: RawUsage | undefined;

  push(chunk: unknown): boolean {
    const { bytes } = fieldsOf<{ bytes: unknown }>(fieldsOf<{ chunk: unknown }>(chunk).chunk);
    const { event } = fieldsOf<{ event: unknown }>(parsedBody(bytes));
    const { usageEvent } = fieldsOf<{ usageEvent: unknown }>(event);
    if (usageEvent !== undefined) this.#usage = usageOf(fieldsOf<UsageEventFields>(usageEvent));
    return false;
  }

  finish(complete: boolean): ResponseFacts {
    if (this.#usage === undefined || complete) return { usage: this.#usage };
    return { usage: this.#usage, usageStatus: "partial" };
  }
}

function usageOf({ totalInputTokens, totalOutputTokens, details }: Partial<UsageEventFields>): RawUsage {
  const { total } = fieldsOf<{ total: unknown }>(details);
  const { input, output } = fieldsOf<{ input: unknown; output: unknown }>(total);
  return {
    inputTokens: totalInputTokens,
    outputTokens: totalOutputTokens,
    inputAudioTokens: fieldsOf<ModalityFields>(input).speechTokens,
    outputAudioTokens: fieldsOf<ModalityFields>(output).speechTokens,
  };
}
