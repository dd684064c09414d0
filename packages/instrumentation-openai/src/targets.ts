// SPDX-License-Identifier: Apache-2.0
import { API_CALL, completionEdit, completionOutgoing, completionResponse, embeddingsResponse } from "@outlay/core";
import type { CallAdapter, CallTarget, WrappedTarget } from "@outlay/core";

import { tracedFileContent } from "./batch-results.ts";
import { chatRequest, completionRequest, embeddingsRequest } from "./completions.ts";
import { IMAGES, MODERATIONS, SPEECH, TRANSCRIPTIONS } from "./media.ts";
import { clientFacts } from "./provider.ts";
import { editResponse, outgoingResponse } from "./responses/outgoing.ts";
import { compactRequest, responsesRequest } from "./responses/request.ts";
import { responsesResponse } from "./responses/response.ts";
import { lateAnswers } from "./responses/retrieve.ts";
import { ResponsesStream } from "./responses/stream.ts";
import { tracedEmit, tracedSend } from "./realtime/socket.ts";
import { VIDEO_CREATE, VIDEO_EDIT, VIDEO_EXTEND, VIDEO_REMIX } from "./videos.ts";
import { askForStreamUsage, completionStream } from "./stream-usage.ts";

const SHARED = { ...API_CALL, client: clientFacts } as const;

const CHAT: CallAdapter = {
  ...SHARED,
  request: chatRequest,
  response: completionResponse,
  stream: completionStream,
  edit: askForStreamUsage,
  outgoing: completionOutgoing,
  applyEdit: completionEdit("max_completion_tokens"),
};
const COMPLETIONS: CallAdapter = { ...CHAT, request: completionRequest, applyEdit: completionEdit("max_tokens") };
const EMBEDDINGS: CallAdapter = {
  ...SHARED,
  request: embeddingsRequest,
  response: embeddingsResponse,
  stream: completionStream,
  outgoing: completionOutgoing,
  applyEdit: completionEdit(),
};
const RESPONSES: CallAdapter = {
  ...SHARED,
  request: responsesRequest,
  response: responsesResponse,
  stream: () => new ResponsesStream(),
  outgoing: outgoingResponse,
  applyEdit: editResponse,
};
const COMPACT: CallAdapter = { ...RESPONSES, request: compactRequest };
/** Of both, the adapter only reads the answer. */
const LATE = { wrap: lateAnswers(RESPONSES) } as const;

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

const IMAGES_CLASS = {
  ...OPENAI,
  file: "resources/images",
  className: "Images",
  classPath: ["Images"],
  clientPath: ["images"],
} as const;

const VIDEOS_CLASS = {
  ...OPENAI,
  file: "resources/videos",
  className: "Videos",
  classPath: ["Videos"],
  clientPath: ["videos"],
} as const;

/** No path leads from the SDK's main class to its sockets: they are found as their files load. */
const SOCKET = { ...OPENAI, classPath: ["Realtime", "Socket"], clientPath: ["realtime", "socket"] } as const;
const SOCKET_CLASSES = [
  { ...SOCKET, file: "realtime/ws", className: "OpenAIRealtimeWS" },
  { ...SOCKET, file: "realtime/websocket", className: "OpenAIRealtimeWebSocket" },
  { ...SOCKET, file: "beta/realtime/ws", className: "OpenAIRealtimeWS" },
  { ...SOCKET, file: "beta/realtime/websocket", className: "OpenAIRealtimeWebSocket" },
] as const;

/** The clients of realtime sessions: what they send, and what they are sent. */
export const SOCKETS: readonly WrappedTarget[] = SOCKET_CLASSES.flatMap((target) => [
  { ...target, method: "_emit", wrap: tracedEmit },
  { ...target, method: "send", wrap: tracedSend },
  // Since 7.
  { ...target, method: "sendResponseCreate", wrap: tracedSend },
]);

/**
 * Every method that sends a billed request, or fetches what one was answered. Helpers (`parse`, `stream`, `runTools`, v4's `beta.chat`) end in these.
 */
export const TARGETS: readonly (CallTarget | WrappedTarget)[] = [
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
  { ...RESPONSES_CLASS, method: "retrieve", ...LATE },
  { ...RESPONSES_CLASS, method: "cancel", ...LATE },
  { ...BETA_RESPONSES_CLASS, method: "create", adapter: RESPONSES },
  { ...BETA_RESPONSES_CLASS, method: "compact", adapter: COMPACT },
  { ...BETA_RESPONSES_CLASS, method: "retrieve", ...LATE },
  { ...BETA_RESPONSES_CLASS, method: "cancel", ...LATE },
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
  { ...IMAGES_CLASS, method: "generate", adapter: IMAGES },
  { ...IMAGES_CLASS, method: "edit", adapter: IMAGES },
  { ...IMAGES_CLASS, method: "createVariation", adapter: IMAGES },
  ...(
    [
      ["speech", "Speech", SPEECH],
      ["transcriptions", "Transcriptions", TRANSCRIPTIONS],
      ["translations", "Translations", TRANSCRIPTIONS],
    ] as const
  ).map(([name, className, adapter]) => ({
    ...OPENAI,
    file: `resources/audio/${name}`,
    className,
    method: "create",
    classPath: ["Audio", className],
    clientPath: ["audio", name],
    adapter,
  })),
  { ...VIDEOS_CLASS, method: "create", adapter: VIDEO_CREATE },
  { ...VIDEOS_CLASS, method: "edit", adapter: VIDEO_EDIT },
  { ...VIDEOS_CLASS, method: "extend", adapter: VIDEO_EXTEND },
  { ...VIDEOS_CLASS, method: "remix", adapter: VIDEO_REMIX },
  { ...VIDEOS_CLASS, method: "retrieve", wrap: lateAnswers(VIDEO_CREATE) },
  {
    ...OPENAI,
    file: "resources/files",
    className: "Files",
    method: "content",
    classPath: ["Files"],
    clientPath: ["files"],
    wrap: tracedFileContent,
  },
  {
    ...OPENAI,
    file: "resources/moderations",
    className: "Moderations",
    method: "create",
    classPath: ["Moderations"],
    clientPath: ["moderations"],
    adapter: MODERATIONS,
  },
];
