// SPDX-License-Identifier: Apache-2.0
import { API_CALL } from "@outlay/core";
import type { CallAdapter, CallTarget, WrappedTarget } from "@outlay/core";

import { tracedBatchResults } from "./batch-results.ts";
import { clientFromResource } from "./client.ts";
import { editMessages, outgoingMessages } from "./outgoing.ts";
import { requestFromMessages } from "./request.ts";
import { responseFromMessage } from "./response.ts";
import { MessageStreamReducer } from "./stream.ts";

const SDK = { packageName: "@anthropic-ai/sdk", versions: ">=0.27.0 <2" } as const;

const MESSAGES: CallAdapter = {
  ...API_CALL,
  request: requestFromMessages,
  client: clientFromResource,
  response: responseFromMessage,
  stream: (_request, keepContent) => new MessageStreamReducer(keepContent),
  outgoing: outgoingMessages,
  applyEdit: editMessages,
};

const CREATE = { ...SDK, className: "Messages", method: "create", adapter: MESSAGES } as const;
const RESULTS = { ...SDK, className: "Batches", method: "results", wrap: tracedBatchResults } as const;

/**
 * Methods that are patched. `parse()`, `stream()`, `toolRunner()` and threads call `create()`; the Bedrock, Vertex and
 * Foundry SDKs use these very classes.
 */
export const TARGETS: readonly (CallTarget | WrappedTarget)[] = [
  { ...CREATE, file: "resources/messages/messages", classPath: ["Messages"], clientPath: ["messages"] },
  // Before 0.33.
  { ...CREATE, file: "resources/messages", classPath: ["Messages"], clientPath: ["messages"] },
  {
    ...CREATE,
    file: "resources/beta/messages/messages",
    classPath: ["Beta", "Messages"],
    clientPath: ["beta", "messages"],
  },
  // 0.27 to 0.36.
  {
    ...CREATE,
    file: "resources/beta/prompt-caching/messages",
    classPath: ["Beta", "PromptCaching", "Messages"],
    clientPath: ["beta", "promptCaching", "messages"],
  },
  {
    ...RESULTS,
    file: "resources/messages/batches",
    classPath: ["Messages", "Batches"],
    clientPath: ["messages", "batches"],
  },
  {
    ...RESULTS,
    file: "resources/beta/messages/batches",
    classPath: ["Beta", "Messages", "Batches"],
    clientPath: ["beta", "messages", "batches"],
  },
];
