// SPDX-License-Identifier: Apache-2.0
import { fieldsOf, listOf, maxRetriesOf, numberOf, textOf } from "@outlay/core";
import type { CallArguments, OutgoingRequest, RequestEdit, ToolRound } from "@outlay/core";

import type { ItemFields, OutgoingFields } from "../internal-types.ts";

/** Tools that OpenAI runs and bills by piece, by the beginning of their type. */
const BILLED_TOOL = /^(?:web_search|file_search|code_interpreter|computer_use|image_generation|shell)/;

/** Reads what policies ask of the arguments of `responses.create`. */
export function outgoingResponse({ resource, args }: CallArguments): OutgoingRequest {
  const body = fieldsOf<OutgoingFields>(args[0]);
  const tools = listOf(body.tools).map((tool) => textOf(fieldsOf<ItemFields>(tool).type) ?? "");
  return {
    input: [body.instructions, body.input, body.tools, body.text].filter((part) => part !== undefined),
    maxOutputTokens: numberOf(body.max_output_tokens),
    serviceTier: textOf(body.service_tier),
    usesBilledTools: tools.some((type) => BILLED_TOOL.test(type)),
    hasRemoteInput:
      (body.previous_response_id ?? body.conversation ?? body.prompt ?? undefined) !== undefined ||
      tools.includes("mcp"),
    maxRetries: maxRetriesOf(resource, args[1]),
    toolRounds: () => toolRounds(listOf(body.input)),
  };
}

/** The body with another model or cap. */
export function editResponse(body: unknown, { model, maxOutputTokens }: RequestEdit): unknown {
  return {
    ...fieldsOf(body),
    ...(model !== undefined && { model }),
    ...(maxOutputTokens !== undefined && { max_output_tokens: maxOutputTokens }),
  };
}

/** Calls that follow each other without an answer of the program between them are one round. */
function toolRounds(items: readonly unknown[]): readonly (readonly ToolRound[])[] {
  const fields = items.map((item) => fieldsOf<ItemFields>(item));
  const results = new Map(
    fields.filter(({ type }) => type === "function_call_output").map(({ call_id: id, output }) => [id, output]),
  );
  const rounds: ToolRound[][] = [];
  let isOpen = false;
  for (const { type, name, arguments: input, call_id: id } of fields) {
    if (type !== "function_call") {
      isOpen &&= type === "reasoning";
      continue;
    }
    const call = { name: textOf(name) ?? "", input, ...(results.has(id) && { result: results.get(id) }) };
    if (isOpen) rounds.at(-1)?.push(call);
    else rounds.push([call]);
    isOpen = true;
  }
  return rounds;
}
