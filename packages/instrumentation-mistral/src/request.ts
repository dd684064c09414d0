// SPDX-License-Identifier: Apache-2.0
import {
  chatCompletionRequest,
  embeddingsRequest as embeddingsRequestOf,
  fieldsOf,
  textCompletionRequest,
  textOf,
} from "@outlay/core";
import type { CallArguments, RequestFacts } from "@outlay/core";
import { GEN_AI } from "@outlay/semconv";

import type { CompletionRequestFields, EmbeddingRequestFields } from "./internal-types.ts";
import { chatPrompt } from "./prompt.ts";
import { wireMessages } from "./wire.ts";

/** Reads the arguments of `chat.complete()` and its like; the agent of `agents.complete()` has a model of its own. */
export function chatRequest({ args }: CallArguments): RequestFacts {
  const body = fieldsOf<CompletionRequestFields>(args[0]);
  const facts = chatCompletionRequest(wireSettings(body));
  const agentId = textOf(body.agentId);
  return {
    ...facts,
    attributes: { ...facts.attributes, ...(agentId === undefined ? {} : { [GEN_AI.AGENT_ID]: agentId }) },
    content: () =>
      chatCompletionRequest({ messages: wireMessages(body.messages), tools: body.tools }).content?.() ?? {},
    prompt: () => chatPrompt(body),
  };
}

/** The format that `chat.parse()` is given is a schema of the program's own. */
export function parseRequest(call: CallArguments): RequestFacts {
  const facts = chatRequest(call);
  return { ...facts, helper: "parse", attributes: { ...facts.attributes, [GEN_AI.OUTPUT_TYPE]: "json" } };
}

/** Reads the arguments of `fim.complete()`. */
export function fimRequest({ args }: CallArguments): RequestFacts {
  const body = fieldsOf<CompletionRequestFields>(args[0]);
  return textCompletionRequest({ ...wireSettings(body), prompt: body.prompt });
}

/** Reads the arguments of `embeddings.create()`. */
export function embeddingsRequest({ args }: CallArguments): RequestFacts {
  const { model, encodingFormat, outputDimension } = fieldsOf<EmbeddingRequestFields>(args[0]);
  return embeddingsRequestOf({ model, encoding_format: encodingFormat, dimensions: outputDimension });
}

/** The same call, answered by a stream: methods say so, and the body need not. */
export function streamed(read: (call: CallArguments) => RequestFacts): (call: CallArguments) => RequestFacts {
  return (call) => ({ ...read(call), stream: true });
}

function wireSettings(body: Partial<CompletionRequestFields>): Readonly<Record<string, unknown>> {
  return {
    model: body.model,
    temperature: body.temperature,
    top_p: body.topP,
    max_tokens: body.maxTokens,
    stop: body.stop,
    seed: body.randomSeed,
    presence_penalty: body.presencePenalty,
    frequency_penalty: body.frequencyPenalty,
    n: body.n,
    response_format: body.responseFormat,
    reasoning_effort: body.reasoningEffort,
  };
}
