// SPDX-License-Identifier: Apache-2.0
import {
  API_CALL,
  CompletionStream,
  completionEdit,
  completionOutgoing,
  chatCompletionRequest,
  clientFromResource,
  embeddingsRequest,
  embeddingsResponse,
  speechRequest,
  speechResponse,
  transcriptionRequest,
  transcriptionResponse,
} from "@outlay/core";
import type { CallAdapter, CallTarget, RequestFacts } from "@outlay/core";

import { groqResponse, groqStream } from "./chat.ts";

type Adapter = Partial<CallAdapter> & Pick<CallAdapter, "response">;

const EDIT = completionEdit("max_completion_tokens");

/** Every method takes the body first; all of them answer as OpenAI's do. */
function adapterOf(read: (body: unknown) => RequestFacts, adapter: Adapter): CallAdapter {
  return {
    client: (resource) => clientFromResource(resource, "groq"),
    ...API_CALL,
    outgoing: completionOutgoing,
    applyEdit: EDIT,
    request: ({ args }) => read(args[0]),
    stream: (_request, keepContent) => new CompletionStream({ keepContent }),
    ...adapter,
  };
}

const TRANSCRIPTION = adapterOf(transcriptionRequest, { response: transcriptionResponse });

const GROQ = { packageName: "groq-sdk", versions: ">=0.9.0 <2", method: "create" } as const;

/** Every method that sends a billed request. */
export const TARGETS: readonly CallTarget[] = [
  {
    ...GROQ,
    file: "resources/chat/completions",
    className: "Completions",
    classPath: ["Chat", "Completions"],
    clientPath: ["chat", "completions"],
    adapter: adapterOf(chatCompletionRequest, { response: groqResponse, stream: groqStream }),
  },
  {
    ...GROQ,
    file: "resources/embeddings",
    className: "Embeddings",
    classPath: ["Embeddings"],
    clientPath: ["embeddings"],
    adapter: adapterOf(embeddingsRequest, { response: embeddingsResponse }),
  },
  {
    ...GROQ,
    file: "resources/audio/transcriptions",
    className: "Transcriptions",
    classPath: ["Audio", "Transcriptions"],
    clientPath: ["audio", "transcriptions"],
    adapter: TRANSCRIPTION,
  },
  {
    ...GROQ,
    file: "resources/audio/translations",
    className: "Translations",
    classPath: ["Audio", "Translations"],
    clientPath: ["audio", "translations"],
    adapter: TRANSCRIPTION,
  },
  {
    ...GROQ,
    file: "resources/audio/speech",
    className: "Speech",
    classPath: ["Audio", "Speech"],
    clientPath: ["audio", "speech"],
    adapter: adapterOf(speechRequest, { response: speechResponse }),
  },
];
