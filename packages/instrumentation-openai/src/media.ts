// SPDX-License-Identifier: Apache-2.0
import {
  ImagesStream,
  TranscriptionStream,
  fieldsOf,
  followApiPromise,
  gatewayHeaders,
  imagesRequest,
  imagesResponse,
  speechRequest,
  speechResponse,
  textOf,
  transcriptionRequest,
  transcriptionResponse,
} from "@outlay/core";
import type { CallAdapter, CallArguments, RequestFacts, ResponseFacts } from "@outlay/core";

import { clientFacts, deploymentOf } from "./provider.ts";

/** A request to moderate, and its answer: openai@4–7 `resources/moderations`. */
interface ModerationFields {
  readonly id: unknown;
  readonly model: unknown;
}

type Adapter = Pick<CallAdapter, "response"> & Partial<CallAdapter>;

function adapterOf(read: (body: unknown) => RequestFacts, adapter: Adapter): CallAdapter {
  return {
    client: clientFacts,
    follow: followApiPromise,
    headers: gatewayHeaders,
    request({ resource, args }: CallArguments) {
      const facts = read(args[0]);
      return { ...facts, model: facts.model ?? deploymentOf(resource) };
    },
    stream: () => new TranscriptionStream(),
    ...adapter,
  };
}

function moderationRequest(value: unknown): RequestFacts {
  const { model } = fieldsOf<ModerationFields>(value);
  return { operationName: "moderation", model: textOf(model), stream: false, attributes: {} };
}

/** Moderation costs nothing, and says nothing of what it used. */
function moderationResponse(value: unknown): ResponseFacts {
  const body = fieldsOf<ModerationFields>(value);
  return { id: textOf(body.id), model: textOf(body.model) };
}

/** `images.generate`, `edit` and `createVariation`. */
export const IMAGES: CallAdapter = adapterOf(imagesRequest, {
  response: imagesResponse,
  stream: () => new ImagesStream(),
});

/** `audio.speech.create`. */
export const SPEECH: CallAdapter = adapterOf(speechRequest, { response: speechResponse });

/** `audio.transcriptions.create` and `audio.translations.create`. */
export const TRANSCRIPTIONS: CallAdapter = adapterOf(transcriptionRequest, { response: transcriptionResponse });

/** `moderations.create`. */
export const MODERATIONS: CallAdapter = adapterOf(moderationRequest, { response: moderationResponse });
