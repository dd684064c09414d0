// SPDX-License-Identifier: Apache-2.0
import { followApiPromise } from "@outlay/core";
import type { CallAdapter, CallTarget } from "@outlay/core";

import { chatRequest } from "./chat/request.ts";
import { chatResponse } from "./chat/response.ts";
import { completionRequest } from "./completions.ts";
import { embeddingsRequest, embeddingsResponse } from "./embeddings.ts";
import { clientFacts } from "./provider.ts";
import { compactRequest, responsesRequest, retrieveRequest } from "./responses/request.ts";
import { responsesResponse } from "./responses/response.ts";
import { ResponsesStream } from "./responses/stream.ts";
import { askForStreamUsage, completionStream } from "./stream-usage.ts";

const SHARED = { client: clientFacts, follow: followApiPromise } as const;

const CHAT: CallAdapter = {
  ...SHARED,
  request: chatRequest,
  response: chatResponse,
  stream: completionStream,
  edit: askForStreamUsage,
};
const COMPLETIONS: CallAdapter = { ...CHAT, request: completionRequest };
const EMBEDDINGS: CallAdapter = {
  ...SHARED,
  request: embeddingsRequest,
  response: embeddingsResponse,
  stream: completionStream,
};
const RESPONSES: CallAdapter = {
  ...SHARED,
  request: responsesRequest,
  response: responsesResponse,
  stream: () => new ResponsesStream(),
};
const COMPACT: CallAdapter = { ...RESPONSES, request: compactRequest };
const RETRIEVE: CallAdapter = { ...RESPONSES, request: retrieveRequest };

const OPENAI = { packageName: "openai", versions: ">=4.19.0 <8" } as const;
const CHAT_CLASS = { ...OPENAI, className: "Completions", classPath: ["Chat", "Completions"] } as const;
const RESPONSES_CLASS = {
  ...OPENAI,
  file: "resources/responses/responses",
  className: "Responses",
  classPath: ["Responses"],
  clientPath: ["responses"],
} as const;
const BETA_RESPONSES_CLASS = {
  ...RESPONSES_CLASS,
  file: "resources/beta/responses/responses",
  classPath: ["Beta", "Responses"],
  clientPath: ["beta", "responses"],
} as const;

/**
 * Every method that sends a billed request. Helpers (`parse`, `stream`, `runTools`, v4's `beta.chat`) end in these.
 */
export const TARGETS: readonly CallTarget[] = [
  {
    ...CHAT_CLASS,
    file: "resources/chat/completions/completions",
    method: "create",
    clientPath: ["chat", "completions"],
    adapter: CHAT,
  },
  // Where the class was before 4.85.
  {
    ...CHAT_CLASS,
    file: "resources/chat/completions",
    method: "create",
    clientPath: ["chat", "completions"],
    adapter: CHAT,
  },
  { ...RESPONSES_CLASS, method: "create", adapter: RESPONSES },
  { ...RESPONSES_CLASS, method: "compact", adapter: COMPACT },
  { ...RESPONSES_CLASS, method: "retrieve", adapter: RETRIEVE },
  { ...BETA_RESPONSES_CLASS, method: "create", adapter: RESPONSES },
  { ...BETA_RESPONSES_CLASS, method: "compact", adapter: COMPACT },
  { ...BETA_RESPONSES_CLASS, method: "retrieve", adapter: RETRIEVE },
  {
    ...OPENAI,
    file: "resources/completions",
    className: "Completions",
    method: "create",
    classPath: ["Completions"],
    clientPath: ["completions"],
    adapter: COMPLETIONS,
  },
  {
    ...OPENAI,
    file: "resources/embeddings",
    className: "Embeddings",
    method: "create",
    classPath: ["Embeddings"],
    clientPath: ["embeddings"],
    adapter: EMBEDDINGS,
  },
];
