// SPDX-License-Identifier: Apache-2.0
import type { CallAdapter, CallArguments } from "@outlay/core";

import { followModel } from "./follow-model.ts";
import { generateRequest, streamRequest } from "./language-request.ts";
import { generateResponse } from "./language-response.ts";
import { LanguageStream } from "./language-stream.ts";
import type { ModelRequest } from "./model-request.ts";
import { embedRequest, imageRequest, rerankRequest, speechRequest, transcriptionRequest } from "./other-requests.ts";
import {
  embedResponse,
  imageResponse,
  rerankResponse,
  speechResponse,
  transcriptionResponse,
} from "./other-responses.ts";
import { editPrompt, outgoingPrompt, outgoingValues } from "./outgoing.ts";
import { clientFromModel } from "./provider.ts";

/** The kinds of models that the AI SDK knows. */
export type ModelKind = "language" | "embedding" | "reranking" | "image" | "speech" | "transcription";

type More = Pick<CallAdapter, "outgoing" | "applyEdit" | "edits">;

const LANGUAGE: More = { outgoing: outgoingPrompt, applyEdit: editPrompt, edits: ["maxOutputTokens"] };
const VALUES: More = { outgoing: outgoingValues };

function adapter(
  request: (call: CallArguments) => ModelRequest,
  response: CallAdapter["response"] = () => ({}),
  more: More = {},
): CallAdapter {
  return {
    request,
    client: clientFromModel,
    response,
    stream: (facts, keepContent) => new LanguageStream(facts, keepContent),
    follow: followModel,
    ...more,
  };
}

/** The methods of each kind of model that send a request, and how their calls are read. */
export const MODEL_METHODS: Readonly<Record<ModelKind, readonly (readonly [method: string, adapter: CallAdapter])[]>> =
  {
    language: [
      ["doGenerate", adapter(generateRequest, generateResponse, LANGUAGE)],
      ["doStream", adapter(streamRequest, undefined, LANGUAGE)],
    ],
    embedding: [["doEmbed", adapter(embedRequest, embedResponse, VALUES)]],
    reranking: [["doRerank", adapter(rerankRequest, rerankResponse, VALUES)]],
    image: [["doGenerate", adapter(imageRequest, imageResponse)]],
    speech: [["doGenerate", adapter(speechRequest, speechResponse)]],
    transcription: [["doGenerate", adapter(transcriptionRequest, transcriptionResponse)]],
  };
