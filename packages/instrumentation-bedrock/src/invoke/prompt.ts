// SPDX-License-Identifier: Apache-2.0
import { anthropicPrompt, completionPrompt, textOf, wholePart } from "@outlay/core";
import type { PromptPart, PromptParts } from "@outlay/core";

import { conversePrompt } from "../converse/prompt.ts";
import type { InvokeBodyFields } from "./request-fields.ts";

/** Says what a body sends, by whose it is: Anthropic's says its version, Nova's has the blocks of Converse. */
export function invokePrompt(body: Partial<InvokeBodyFields>): PromptParts {
  if (body.anthropic_version !== undefined) return anthropicPrompt(body);
  if (body.messages !== undefined) {
    const isNova = body.schemaVersion !== undefined || body.inferenceConfig !== undefined || Array.isArray(body.system);
    return isNova ? conversePrompt(body) : completionPrompt(body);
  }
  return {
    sources: [
      { pointer: "/preamble", value: body.preamble, read: systemParts },
      { pointer: "/chat_history", value: body.chat_history, read: turnParts },
      { pointer: "/prompt", value: body.prompt, read: turnParts },
      { pointer: "/inputText", value: body.inputText, read: turnParts },
      { pointer: "/message", value: body.message, read: turnParts },
    ],
  };
}

function systemParts(value: unknown): readonly PromptPart[] {
  return textOf(value) === undefined ? [] : [{ section: "system", kind: "instructions", pointer: "", value }];
}

const turnParts = wholePart({ section: "messages", kind: "text" });
