// SPDX-License-Identifier: Apache-2.0
import { GEN_AI } from "@outlay/semconv";

import { guard } from "./guard.ts";
import { processState } from "./process-state.ts";

/** Message content of a call, in the shape of the GenAI conventions' JSON schemas. */
export interface ContentFacts {
  readonly systemInstructions?: readonly MessagePart[] | undefined;
  readonly inputMessages?: readonly Message[] | undefined;
  readonly outputMessages?: readonly Message[] | undefined;
  readonly toolDefinitions?: readonly unknown[] | undefined;
}

/** One message of a conversation. */
export interface Message {
  readonly role: string;
  readonly parts: readonly MessagePart[];
  readonly finish_reason?: string;
}

/** One part of a message: text, tool call, tool result, reasoning, or a reference to media. */
export interface MessagePart {
  readonly type: string;
  readonly [field: string]: unknown;
}

/** Where captured content goes: nowhere, on the span, on a log event, or both. */
export type ContentCapture = "none" | "span" | "event" | "span_and_event";

/** Rewrites one piece of content before it leaves the process; returning `undefined` drops it. */
export type ContentMask = (attribute: string, json: string) => string | undefined;

/** How content is captured; nothing is, unless `capture` says so. */
export interface ContentOptions {
  readonly capture: ContentCapture;
  /** Longest JSON text of one attribute, in UTF-16 units; what is longer is cut and marked. */
  readonly maxLength: number;
  readonly mask?: ContentMask | undefined;
}

/** Content capture as it is unless the user switches it on. */
export const NO_CONTENT: ContentOptions = Object.freeze({ capture: "none", maxLength: 32_768 });

const CUT_MARK = "…[cut]";
const FIELDS = [
  [GEN_AI.SYSTEM_INSTRUCTIONS, "systemInstructions"],
  [GEN_AI.INPUT_MESSAGES, "inputMessages"],
  [GEN_AI.OUTPUT_MESSAGES, "outputMessages"],
  [GEN_AI.TOOL_DEFINITIONS, "toolDefinitions"],
] as const;

/**
 * Content becomes attributes: serialised, masked, cut.
 *
 * A mask that throws drops the piece: content that could not be masked is never shown.
 */
export function contentAttributes(content: ContentFacts, options: ContentOptions): Record<string, string> {
  const attributes: Record<string, string> = {};
  for (const [attribute, field] of FIELDS) {
    const value = content[field];
    if (value === undefined || value.length === 0) continue;
    const told = contentAttribute(attribute, value, options);
    if (told !== undefined) attributes[attribute] = told;
  }
  return attributes;
}

/** One piece of content as the value of an attribute; `undefined` where a mask drops it or fails. */
export function contentAttribute(attribute: string, value: unknown, options: ContentOptions): string | undefined {
  const json = typeof value === "string" ? value : JSON.stringify(value);
  const masked = maskedBy(processState.contentMask, attribute, maskedBy(options.mask, attribute, json));
  if (masked === undefined) return undefined;
  return masked.length > options.maxLength ? masked.slice(0, options.maxLength - CUT_MARK.length) + CUT_MARK : masked;
}

/**
 * Sets the mask that all captured content of this process passes, whatever instrumentation captured it: for programs that
 * run under the preload and cannot hand a function to an instrumentation.
 */
export function maskContent(mask: ContentMask | undefined): void {
  processState.contentMask = mask;
}

function maskedBy(mask: ContentMask | undefined, attribute: string, json: string | undefined): string | undefined {
  if (mask === undefined || json === undefined) return json;
  const masked: unknown = guard("content.mask", () => mask(attribute, json));
  return typeof masked === "string" ? masked : undefined;
}

const CAPTURE_SPELLINGS: Readonly<Record<string, ContentCapture>> = {
  "": "none",
  false: "none",
  no_content: "none",
  true: "span",
  span_only: "span",
  event_only: "event",
  span_and_event: "span_and_event",
};

/**
 * Reads `OTEL_INSTRUMENTATION_GENAI_CAPTURE_MESSAGE_CONTENT` in the spellings of the JavaScript (`true`, `false`)
 * and Python (`NO_CONTENT`, `SPAN_ONLY`, `EVENT_ONLY`, `SPAN_AND_EVENT`) instrumentations, any case.
 *
 * @returns `undefined` when the value is none of them.
 */
export function contentCaptureFromEnv(value: string | undefined): ContentCapture | undefined {
  return CAPTURE_SPELLINGS[(value ?? "").trim().toLowerCase()];
}
