// SPDX-License-Identifier: Apache-2.0
import { followPromise } from "@outlay/core";
import type { CallAdapter, CallArguments, CallTarget, RequestFacts, WrappedTarget } from "@outlay/core";

import { clientOfResource } from "./client.ts";
import { ConversationStream, conversationAnswer, conversationRequest } from "./conversations.ts";
import { MistralTranscriptionStream, audioRequest, ocrAnswer, ocrRequest, transcriptionAnswer } from "./media.ts";
import { editCompletion, outgoingCompletion } from "./outgoing.ts";
import { chatRequest, embeddingsRequest, fimRequest, parseRequest, streamed } from "./request.ts";
import { countSends } from "./resends.ts";
import { completionAnswer, embeddingsAnswer } from "./response.ts";
import { MistralStream } from "./stream.ts";

const SDK = { packageName: "@mistralai/mistralai", versions: ">=1.10.0 <3" } as const;

/** A class, the file that declares it, and where an instance hangs on a client. */
interface Resource {
  readonly file: string;
  readonly className: string;
  readonly clientPath: readonly string[];
}

const CHAT: Resource = { file: "chat", className: "Chat", clientPath: ["chat"] };
const AGENTS: Resource = { file: "agents", className: "Agents", clientPath: ["agents"] };
const FIM: Resource = { file: "fim", className: "Fim", clientPath: ["fim"] };
const EMBEDDINGS: Resource = { file: "embeddings", className: "Embeddings", clientPath: ["embeddings"] };
const CONVERSATIONS: Resource = {
  file: "conversations",
  className: "Conversations",
  clientPath: ["beta", "conversations"],
};
const TRANSCRIPTIONS: Resource = {
  file: "transcriptions",
  className: "Transcriptions",
  clientPath: ["audio", "transcriptions"],
};
const OCR: Resource = { file: "ocr", className: "Ocr", clientPath: ["ocr"] };

/**
 * Every method that sends a billed request. Helpers do not end in one of them: `parse()` passes `complete()` by.
 * Version 2 is ESM only and keeps its files in `esm`; version 1 is CommonJS only.
 */
export const CALLS: readonly CallTarget[] = [
  ...targets(CHAT, "complete", answered(chatRequest)),
  ...targets(CHAT, "stream", answered(streamed(chatRequest))),
  ...targets(CHAT, "parse", answered(parseRequest)),
  ...targets(CHAT, "parseStream", answered(streamed(parseRequest))),
  ...targets(AGENTS, "complete", answered(chatRequest)),
  ...targets(AGENTS, "stream", answered(streamed(chatRequest))),
  ...targets(FIM, "complete", answered(fimRequest)),
  ...targets(FIM, "stream", answered(streamed(fimRequest))),
  ...targets(EMBEDDINGS, "create", { ...answered(embeddingsRequest), response: embeddingsAnswer }),
  ...["start", "append", "restart"].flatMap((method) => [
    ...targets(CONVERSATIONS, method, conversing(conversationRequest)),
    ...targets(CONVERSATIONS, `${method}Stream`, conversing(streamed(conversationRequest))),
  ]),
  ...targets(TRANSCRIPTIONS, "complete", transcribing(audioRequest)),
  ...targets(TRANSCRIPTIONS, "stream", transcribing(streamed(audioRequest))),
  ...targets(OCR, "process", { ...answered(ocrRequest), response: ocrAnswer }),
];

/** Every attempt of a call passes here; clients that the program gives an `HTTPClient` of its own included. */
const ATTEMPTS: readonly WrappedTarget[] = ["lib", "esm/lib"].map((folder) => ({
  ...SDK,
  file: `${folder}/http`,
  className: "HTTPClient",
  method: "request",
  classPath: ["HTTPClient"],
  clientPath: ["_options", "httpClient"],
  wrap: countSends,
}));

/** Everything that is patched. */
export const TARGETS: readonly (CallTarget | WrappedTarget)[] = [...CALLS, ...ATTEMPTS];

function conversing(request: (call: CallArguments) => RequestFacts): CallAdapter {
  return {
    ...answered(request),
    response: conversationAnswer,
    stream: (facts, keepContent) => new ConversationStream(facts, keepContent),
  };
}

function transcribing(request: (call: CallArguments) => RequestFacts): CallAdapter {
  return { ...answered(request), response: transcriptionAnswer, stream: () => new MistralTranscriptionStream() };
}

function answered(request: (call: CallArguments) => RequestFacts): CallAdapter {
  return {
    request,
    client: clientOfResource,
    response: completionAnswer,
    stream: (facts, keepContent) => new MistralStream(facts, keepContent),
    follow: followPromise,
    outgoing: outgoingCompletion,
    applyEdit: editCompletion,
  };
}

/** The class hangs on no other class: explicit instrumentation goes by a client. */
function targets(resource: Resource, method: string, adapter: CallAdapter): CallTarget[] {
  const { file, ...where } = resource;
  return ["sdk", "esm/sdk"].map((folder) => ({
    ...SDK,
    ...where,
    file: `${folder}/${file}`,
    classPath: where.clientPath,
    method,
    adapter,
  }));
}
