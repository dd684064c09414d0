// SPDX-License-Identifier: Apache-2.0
import { fieldsOf, listOf, numberOf, textOf } from "@outlay/core";
import type { CallArguments, OutgoingRequest, RequestEdit, ToolRound } from "@outlay/core";

import { inputOf, withInput } from "../command.ts";

/** `ConverseCommandInput` as far as policies read it: @aws-sdk/client-bedrock-runtime 3.422 and later. */
interface ConverseFields {
  readonly messages: unknown;
  readonly system: unknown;
  readonly toolConfig: unknown;
  readonly inferenceConfig: unknown;
  readonly promptVariables: unknown;
}

/** A content block of a message that calls a tool or answers a call. */
interface BlockFields {
  readonly toolUse: unknown;
  readonly toolResult: unknown;
}

interface ToolFields {
  readonly toolUseId: unknown;
  readonly name: unknown;
  readonly input: unknown;
  readonly content: unknown;
  readonly status: unknown;
}

/** Reads what policies ask of a `ConverseCommand`. */
export function outgoingConverse({ args }: CallArguments): OutgoingRequest {
  const { messages, system, toolConfig, inferenceConfig, promptVariables } = fieldsOf<ConverseFields>(inputOf(args[0]));
  return {
    input: [messages, system, toolConfig, promptVariables].filter((part) => part !== undefined),
    maxOutputTokens: numberOf(fieldsOf<{ maxTokens: unknown }>(inferenceConfig).maxTokens),
    // A prompt that is kept at AWS is filled with variables.
    hasRemoteInput: promptVariables !== undefined,
    toolRounds: () => toolRounds(listOf(messages)),
  };
}

/** The command with another model or cap. */
export function editConverse(command: unknown, { model, maxOutputTokens }: RequestEdit): unknown {
  const { inferenceConfig } = fieldsOf<ConverseFields>(inputOf(command));
  return withInput(command, {
    ...(model !== undefined && { modelId: model }),
    ...(maxOutputTokens !== undefined && {
      inferenceConfig: { ...fieldsOf(inferenceConfig), maxTokens: maxOutputTokens },
    }),
  });
}

function toolRounds(messages: readonly unknown[]): readonly (readonly ToolRound[])[] {
  const blocks = messages.map((message) =>
    listOf(fieldsOf<{ content: unknown }>(message).content).map((block) => fieldsOf<BlockFields>(block)),
  );
  const results = new Map(
    blocks.flat().flatMap(({ toolResult }) => {
      const fields = fieldsOf<ToolFields>(toolResult);
      return toolResult === undefined ? [] : [[fields.toolUseId, fields] as const];
    }),
  );
  return blocks
    .map((list) => list.flatMap(({ toolUse }) => (toolUse === undefined ? [] : [fieldsOf<ToolFields>(toolUse)])))
    .filter((calls) => calls.length > 0)
    .map((calls) => calls.map(({ toolUseId, name, input }) => toolRound(name, input, results.get(toolUseId))));
}

function toolRound(name: unknown, input: unknown, result: Partial<ToolFields> | undefined): ToolRound {
  const call = { name: textOf(name) ?? "", input };
  return result === undefined ? call : { ...call, result: result.content, isError: result.status === "error" };
}
