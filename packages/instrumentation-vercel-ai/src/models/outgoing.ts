// SPDX-License-Identifier: Apache-2.0
import { fieldsOf, listOf, numberOf, textOf } from "@outlay/core";
import type { CallArguments, OutgoingRequest, RequestEdit, ToolRound } from "@outlay/core";

import type { LanguageCallFields, OtherCallFields, PartFields } from "../internal-types.ts";

/** Reads what policies ask of the options of `doGenerate` and `doStream`. The AI SDK sends failed calls again itself: each is a call of its own. */
export function outgoingPrompt({ args }: CallArguments): OutgoingRequest {
  const { prompt, tools, responseFormat, maxOutputTokens } = fieldsOf<LanguageCallFields>(args[0]);
  return {
    input: [prompt, tools, responseFormat].filter((part) => part !== undefined),
    maxOutputTokens: numberOf(maxOutputTokens),
    // `provider-defined` of version 2, `provider` since: what the provider runs, it bills.
    usesBilledTools: listOf(tools).some((tool) => textOf(fieldsOf<PartFields>(tool).type)?.startsWith("provider")),
    toolRounds: () => toolRounds(listOf(prompt)),
  };
}

/** The options with another cap; the model is the object that is called, and stays. */
export function editPrompt(options: unknown, { maxOutputTokens }: RequestEdit): unknown {
  return { ...fieldsOf(options), ...(maxOutputTokens !== undefined && { maxOutputTokens }) };
}

/** Reads what policies ask of the options of `doEmbed` and `doRerank`. */
export function outgoingValues({ args }: CallArguments): OutgoingRequest {
  const { values, documents } = fieldsOf<OtherCallFields>(args[0]);
  return { input: [values, documents].filter((part) => part !== undefined) };
}

function toolRounds(prompt: readonly unknown[]): readonly (readonly ToolRound[])[] {
  const contents = prompt.map((message) =>
    listOf(fieldsOf<{ content: unknown }>(message).content).map((part) => fieldsOf<PartFields>(part)),
  );
  const results = new Map(
    contents
      .flat()
      .filter(({ type }) => type === "tool-result")
      .map((part) => [part.toolCallId, part.output ?? part.result]),
  );
  const rounds = contents.map((parts) => parts.filter(({ type }) => type === "tool-call"));
  return rounds
    .filter((round) => round.length > 0)
    .map((round) =>
      round.map(({ toolCallId: id, toolName, input }) => ({
        name: textOf(toolName) ?? "",
        input,
        ...(results.has(id) && { result: results.get(id) }),
      })),
    );
}
