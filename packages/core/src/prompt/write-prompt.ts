// SPDX-License-Identifier: Apache-2.0
import { TraceFlags } from "@opentelemetry/api";
import type { Span } from "@opentelemetry/api";

import { guard } from "../guard.ts";
import { processState } from "../process-state.ts";
import type { PromptFingerprint } from "./prompt-fingerprint.ts";
import { PromptWriter } from "./prompt-writer.ts";

/** Writes a prompt's hashes to the span of its call, if that is sampled: the next go on only from what is exported. */
export function writePrompt(span: Span, prompt: PromptFingerprint | undefined): void {
  if (prompt === undefined || (span.spanContext().traceFlags & TraceFlags.SAMPLED) === 0) return;
  guard("core.promptAttributes", () => {
    const writer = (processState.promptWriter ??= new PromptWriter());
    span.setAttributes(writer.attributes(prompt));
  });
}
