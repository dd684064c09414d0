// SPDX-License-Identifier: Apache-2.0
import {
  chatCompletionRequest,
  embeddingsRequest as embeddingsRequestOf,
  helperFromOptions,
  textCompletionRequest,
} from "@outlay/core";
import type { CallArguments, RequestFacts } from "@outlay/core";
import { GEN_AI } from "@outlay/semconv";

import { deploymentOf } from "./provider.ts";

/** Reads the arguments of `chat.completions.create`. */
export function chatRequest(call: CallArguments): RequestFacts {
  const facts = sentBy(call, chatCompletionRequest(call.args[0]));
  return { ...facts, attributes: { [GEN_AI.OPENAI_API_TYPE]: "chat_completions", ...facts.attributes } };
}

/** Reads the arguments of `completions.create`. */
export function completionRequest(call: CallArguments): RequestFacts {
  return sentBy(call, textCompletionRequest(call.args[0]));
}

/** Reads the arguments of `embeddings.create`. */
export function embeddingsRequest(call: CallArguments): RequestFacts {
  return sentBy(call, embeddingsRequestOf(call.args[0]));
}

/** What the client and the SDK's options add to what the body says. */
function sentBy({ resource, args }: CallArguments, facts: RequestFacts): RequestFacts {
  return { ...facts, model: facts.model ?? deploymentOf(resource), helper: helperFromOptions(args[1]) };
}
