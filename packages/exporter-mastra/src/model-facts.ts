// SPDX-License-Identifier: Apache-2.0
import { fieldsOf, providerName, textOf } from "@outlay/core";
import type { RawUsage, ResponseFacts, WitnessedFacts } from "@outlay/core";

import type { ModelAttributesFields, TokenDetailsFields, UsageFields } from "./internal-types.ts";

/** Who is called and which model is asked for, as a generation or an inference says when it begins. */
export function callFacts(attributes: unknown): WitnessedFacts {
  const { model, provider, streaming } = fieldsOf<ModelAttributesFields>(attributes);
  return {
    request: { operationName: "chat", model: textOf(model), stream: streaming === true, attributes: {} },
    client: { provider: providerName(textOf(provider)) },
  };
}

/** What an inference, or a step, says of the answer when it ends. */
export function answerFacts(attributes: unknown, errorType: string | undefined): ResponseFacts {
  const { usage, finishReason, responseId, responseModel } = fieldsOf<ModelAttributesFields>(attributes);
  const finished = textOf(finishReason);
  return {
    id: textOf(responseId),
    model: textOf(responseModel),
    finishReasons: finished === undefined ? undefined : [finished],
    usage: usageOf(usage),
    errorType,
  };
}

/** A step that told of nothing has an empty usage. */
function usageOf(value: unknown): RawUsage | undefined {
  const { inputTokens, outputTokens, inputDetails, outputDetails } = fieldsOf<UsageFields>(value);
  if (typeof inputTokens !== "number" && typeof outputTokens !== "number") return undefined;
  const input = fieldsOf<TokenDetailsFields>(inputDetails);
  const output = fieldsOf<TokenDetailsFields>(outputDetails);
  return {
    inputTokens,
    outputTokens,
    cacheReadTokens: input.cacheRead,
    cacheWriteTokens: input.cacheWrite,
    cacheWrite5mTokens: input.cacheWrite5m,
    cacheWrite1hTokens: input.cacheWrite1h,
    inputAudioTokens: input.audio,
    inputImageTokens: input.image,
    reasoningTokens: output.reasoning,
    outputAudioTokens: output.audio,
    outputImageTokens: output.image,
  };
}
