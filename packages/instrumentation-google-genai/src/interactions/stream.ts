// SPDX-License-Identifier: Apache-2.0
import { fieldsOf, jsonOrText, textOf } from "@outlay/core";
import type { RequestFacts, ResponseFacts, StreamReducer } from "@outlay/core";

import type { InteractionEventFields, InteractionFields, StepFields } from "./fields.ts";
import { codeOf, interactionAnswer } from "./response.ts";

/** No interaction has more steps; what comes beyond is not kept. */
const MAX_STEPS = 1000;

/** A step as it grows. */
interface Growing {
  readonly step: Partial<StepFields>;
  readonly texts: string[];
}

/**
 * Folds the events of a streamed interaction.
 *
 * The interaction itself comes twice: as it begins, without counts, and as it ends, with those of the bill.
 */
export class InteractionStream implements StreamReducer {
  readonly #keepContent: boolean;
  readonly #steps = new Map<unknown, Growing>();
  #interaction: Partial<InteractionFields> = {};
  #isEnded = false;
  #errorType: string | undefined;

  constructor(_request: RequestFacts, keepContent: boolean) {
    this.#keepContent = keepContent;
  }

  push(value: unknown): boolean {
    const event = fieldsOf<InteractionEventFields>(value);
    if (event.interaction !== undefined) {
      this.#interaction = { ...this.#interaction, ...fieldsOf<InteractionFields>(event.interaction) };
      this.#isEnded = event.event_type === "interaction.completed" || event.event_type === "interaction.complete";
    } else if (event.event_type === "error") this.#errorType = codeOf(event.error) ?? "error";
    else if (event.step !== undefined || event.content !== undefined) this.#open(event);
    else if (event.delta !== undefined) this.#grow(event.index, fieldsOf<StepFields>(event.delta));
    return false;
  }

  finish(complete: boolean): ResponseFacts {
    const isWhole = complete && this.#isEnded;
    const { status, ...rest } = this.#interaction;
    const steps = [...this.#steps.values()].map(wholeStep);
    const facts = interactionAnswer({ ...rest, steps, status: isWhole ? status : undefined });
    return this.#errorType === undefined ? facts : { ...facts, errorType: this.#errorType };
  }

  /** `step.start`, before 2 `content.start`. */
  #open({ index, step, content }: Partial<InteractionEventFields>): void {
    if (this.#steps.size >= MAX_STEPS) return;
    const { type, id, name } = fieldsOf<StepFields>(step ?? content);
    this.#steps.set(index, { step: { type, id, name }, texts: [] });
  }

  /** Which tools are called is kept always; what is said only where somebody asks. */
  #grow(index: unknown, delta: Partial<StepFields>): void {
    const growing = this.#steps.get(index);
    if (growing === undefined || !this.#keepContent) return;
    const summary = fieldsOf<StepFields>(delta.content);
    const text = textOf(delta.text) ?? textOf(delta.arguments) ?? textOf(summary.text);
    if (text !== undefined) growing.texts.push(text);
  }
}

/** A step as an interaction that comes whole has it. */
function wholeStep({ step, texts }: Growing): Partial<StepFields> {
  const text = texts.join("");
  if (step.type === "function_call") return { ...step, arguments: jsonOrText(text) };
  if (step.type === "thought") return { ...step, summary: [{ text }] };
  return step.type === "text" ? { ...step, text } : { ...step, content: [{ type: "text", text }] };
}
