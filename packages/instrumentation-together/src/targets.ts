// SPDX-License-Identifier: Apache-2.0
import {
  API_CALL,
  CompletionStream,
  completionEdit,
  completionOutgoing,
  chatCompletionRequest,
  clientFromResource,
  completionResponse,
  embeddingsRequest,
  embeddingsResponse,
  imagesRequest,
  imagesResponse,
  speechRequest,
  speechResponse,
  textCompletionRequest,
  transcriptionRequest,
  transcriptionResponse,
} from "@outlay/core";
import type { CallAdapter, CallTarget, RequestFacts } from "@outlay/core";

import { rerankRequest, rerankResponse } from "./rerank.ts";
import { SpeechStream } from "./speech-stream.ts";

type Adapter = Partial<CallAdapter> & Pick<CallAdapter, "response">;

const EDIT = completionEdit("max_tokens");

/** Every method takes the body first; usage is in the last chunk of a stream, asked for or not. */
function adapterOf(read: (body: unknown) => RequestFacts, adapter: Adapter): CallAdapter {
  return {
    client: (resource) => clientFromResource(resource, "together_ai"),
    ...API_CALL,
    outgoing: completionOutgoing,
    applyEdit: EDIT,
    request: ({ args }) => read(args[0]),
    stream: (_request, keepContent) => new CompletionStream({ keepContent }),
    ...adapter,
  };
}

const TRANSCRIPTION = adapterOf(transcriptionRequest, { response: transcriptionResponse });
const RERANK = adapterOf(rerankRequest, { response: rerankResponse });
const IMAGES = adapterOf(imagesRequest, { response: imagesResponse });
const SPEECH = adapterOf(speechRequest, {
  response: speechResponse,
  stream: (request) => new SpeechStream(request),
});

const TOGETHER = { packageName: "together-ai", versions: ">=0.9.0 <1", method: "create" } as const;
const IMAGES_CLASS = {
  ...TOGETHER,
  file: "resources/images",
  className: "Images",
  classPath: ["Images"],
  clientPath: ["images"],
} as const;
const CLIENT_CLASS = { ...TOGETHER, className: "Together", classPath: [], clientPath: [] } as const;

/** Every method that sends a billed request. Helpers (`chat.completions.stream`, `runTools`) end in these. */
export const TARGETS: readonly CallTarget[] = [
  {
    ...TOGETHER,
    file: "resources/chat/completions",
    className: "Completions",
    classPath: ["Chat", "Completions"],
    clientPath: ["chat", "completions"],
    adapter: adapterOf(chatCompletionRequest, { response: completionResponse }),
  },
  {
    ...TOGETHER,
    file: "resources/completions",
    className: "Completions",
    classPath: ["Completions"],
    clientPath: ["completions"],
    adapter: adapterOf(textCompletionRequest, { response: completionResponse }),
  },
  {
    ...TOGETHER,
    file: "resources/embeddings",
    className: "Embeddings",
    classPath: ["Embeddings"],
    clientPath: ["embeddings"],
    adapter: adapterOf(embeddingsRequest, { response: embeddingsResponse }),
  },
  {
    ...TOGETHER,
    file: "resources/rerank",
    className: "Rerank",
    classPath: ["Rerank"],
    clientPath: ["rerank"],
    adapter: RERANK,
  },
  // Before 0.32 a method of the client itself, declared in the package's index until 0.22.
  { ...CLIENT_CLASS, versions: ">=0.9.0 <0.32.0", file: "client", method: "rerank", adapter: RERANK },
  { ...CLIENT_CLASS, versions: ">=0.9.0 <0.32.0", file: "index", method: "rerank", adapter: RERANK },
  { ...IMAGES_CLASS, versions: ">=0.32.0 <1", method: "generate", adapter: IMAGES },
  // As it was called before 0.32.
  { ...IMAGES_CLASS, versions: ">=0.9.0 <0.32.0", adapter: IMAGES },
  {
    ...TOGETHER,
    file: "resources/audio/transcriptions",
    className: "Transcriptions",
    classPath: ["Audio", "Transcriptions"],
    clientPath: ["audio", "transcriptions"],
    adapter: TRANSCRIPTION,
  },
  {
    ...TOGETHER,
    file: "resources/audio/translations",
    className: "Translations",
    classPath: ["Audio", "Translations"],
    clientPath: ["audio", "translations"],
    adapter: TRANSCRIPTION,
  },
  {
    ...TOGETHER,
    file: "resources/audio/speech",
    className: "Speech",
    classPath: ["Audio", "Speech"],
    clientPath: ["audio", "speech"],
    adapter: SPEECH,
  },
  // Before speech was a resource of its own.
  {
    ...TOGETHER,
    versions: ">=0.9.0 <0.32.0",
    file: "resources/audio/audio",
    className: "Audio",
    classPath: ["Audio"],
    clientPath: ["audio"],
    adapter: SPEECH,
  },
];
