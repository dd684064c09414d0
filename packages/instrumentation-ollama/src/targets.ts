// SPDX-License-Identifier: Apache-2.0
import { fieldsOf, followPromise } from "@outlay/core";
import type { CallAdapter, CallTarget } from "@outlay/core";

import { clientOf } from "./client.ts";
import type { StreamFields } from "./internal-types.ts";
import { editGeneration, editModel, outgoingRequest } from "./outgoing.ts";
import { chatRequest, embedRequest, generateRequest } from "./request.ts";
import { embeddingsAnswer, generationAnswer } from "./response.ts";
import { OllamaStream } from "./stream.ts";

const ADAPTER: Omit<CallAdapter, "request"> = {
  client: clientOf,
  response: generationAnswer,
  stream: (request, keepContent) => new OllamaStream(request, keepContent),
  signalOf: (stream) => {
    const { abortController } = fieldsOf<StreamFields>(stream);
    return abortController instanceof AbortController ? abortController.signal : undefined;
  },
  follow: followPromise,
  outgoing: outgoingRequest,
  applyEdit: editGeneration,
};

const CHAT: CallAdapter = { ...ADAPTER, request: chatRequest };
const GENERATE: CallAdapter = { ...ADAPTER, request: generateRequest };
const EMBED: CallAdapter = { ...ADAPTER, request: embedRequest, response: embeddingsAnswer, applyEdit: editModel };

/**
 * The methods that run a model, of the class that Node is given. It is derived from the one for browsers, whose file is
 * named after its content before 0.5.12; a wrap on both would be seen twice.
 */
export const TARGETS: readonly CallTarget[] = [
  target("chat", CHAT),
  target("generate", GENERATE),
  target("embed", EMBED),
  target("embeddings", EMBED),
];

function target(method: string, adapter: CallAdapter): CallTarget {
  return {
    packageName: "ollama",
    versions: ">=0.5.10 <1",
    file: "dist/index",
    className: "Ollama",
    classPath: [],
    clientPath: [],
    method,
    adapter,
  };
}
