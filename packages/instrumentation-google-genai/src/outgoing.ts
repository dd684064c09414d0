// SPDX-License-Identifier: Apache-2.0
import { fieldsOf, listOf, numberOf, textOf } from "@outlay/core";
import type { CallArguments, OutgoingRequest, RequestEdit, ToolRound } from "@outlay/core";

import { httpOptionsOf } from "./client.ts";
import type {
  ContentFields,
  FunctionFields,
  GenerateConfigFields,
  ParametersFields,
  PartFields,
} from "./internal-types.ts";

/** Tools that Google bills by the piece. */
const BILLED_TOOLS = ["googleSearch", "googleSearchRetrieval", "enterpriseWebSearch", "googleMaps"];
/** Tools whose results are input that the request does not contain. */
const READING_TOOLS = ["urlContext", "fileSearch", "retrieval", "mcpServers"];

/** Reads what policies ask of the parameters of a call. */
export function outgoingParameters({ resource, args }: CallArguments): OutgoingRequest {
  const { contents, config } = fieldsOf<ParametersFields>(args[0]);
  const fields = fieldsOf<GenerateConfigFields>(config);
  const { systemInstruction, tools, responseSchema, responseJsonSchema } = fields;
  const input = [contents, systemInstruction, tools, responseSchema, responseJsonSchema];
  return {
    input: input.filter((part) => part !== undefined),
    maxOutputTokens: numberOf(fields.maxOutputTokens),
    choices: numberOf(fields.candidateCount),
    serviceTier: textOf(fields.serviceTier),
    usesBilledTools: hasTool(tools, BILLED_TOOLS),
    hasRemoteInput: fields.cachedContent !== undefined || hasTool(tools, READING_TOOLS) || hasFile(contents),
    maxRetries: maxRetriesOf(fields.httpOptions) ?? maxRetriesOf(httpOptionsOf(resource)) ?? 0,
    toolRounds: () => toolRounds(contents),
  };
}

/** The parameters with another model or cap. */
export function editParameters(parameters: unknown, { model, maxOutputTokens }: RequestEdit): unknown {
  const { config } = fieldsOf<ParametersFields>(parameters);
  return {
    ...fieldsOf(parameters),
    ...(model !== undefined && { model }),
    ...(maxOutputTokens !== undefined && { config: { ...fieldsOf(config), maxOutputTokens } }),
  };
}

function hasTool(tools: unknown, names: readonly string[]): boolean {
  return listOf(tools).some((tool) => names.some((name) => Reflect.get(Object(tool), name) !== undefined));
}

function hasFile(contents: unknown): boolean {
  return partsIn(contents).some((part) => fieldsOf<PartFields>(part).fileData !== undefined);
}

/** Every part of contents of any kind that the SDK takes. */
function partsIn(contents: unknown): readonly unknown[] {
  const items: readonly unknown[] = Array.isArray(contents) ? contents : [contents];
  return items.flatMap((item) => fieldsOf<ContentFields>(item).parts ?? item);
}

/** Attempts include the first one. */
function maxRetriesOf(httpOptions: unknown): number | undefined {
  const { retryOptions } = fieldsOf<{ retryOptions: unknown }>(httpOptions);
  const attempts = numberOf(fieldsOf<{ attempts: unknown }>(retryOptions).attempts);
  return attempts === undefined ? undefined : attempts - 1;
}

/** A message of the model's with calls, and the results that came after it: by id, or one after the other by name. */
function toolRounds(contents: unknown): readonly (readonly ToolRound[])[] {
  const rounds: ToolRound[][] = [];
  let open: { id: unknown; round: ToolRound }[] = [];
  for (const item of listOf(contents)) {
    const parts = listOf(fieldsOf<ContentFields>(item).parts).map((part) => fieldsOf<PartFields>(part));
    const calls = parts.filter(({ functionCall }) => functionCall !== undefined);
    if (calls.length > 0) {
      const asked = calls.map(({ functionCall }) => fieldsOf<FunctionFields>(functionCall));
      rounds.push(asked.map(({ name, args }) => ({ name: textOf(name) ?? "", input: args })));
      open = (rounds.at(-1) ?? []).map((round, index) => ({ id: asked[index]?.id, round }));
    }
    for (const { functionResponse } of parts) {
      const { id, name, response } = fieldsOf<FunctionFields>(functionResponse);
      const answered = open.find((call) => (id === undefined ? call.round.name === name : call.id === id));
      const round = rounds.at(-1);
      if (answered === undefined || round === undefined) continue;
      round[round.indexOf(answered.round)] = { ...answered.round, result: response };
      open = open.filter((call) => call !== answered);
    }
  }
  return rounds;
}
