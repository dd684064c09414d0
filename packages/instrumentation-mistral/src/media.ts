// SPDX-License-Identifier: Apache-2.0
import { fieldsOf, textOf, transcriptionRequest, transcriptionResponse } from "@outlay/core";
import type { CallArguments, RequestFacts, ResponseFacts, StreamReducer } from "@outlay/core";

import type { EventFields, OcrFields, TranscriptionFields } from "./internal-types.ts";
import { usageFromMistral } from "./usage.ts";

/** Reads the arguments of `audio.transcriptions`. */
export function audioRequest({ args }: CallArguments): RequestFacts {
  const { model } = fieldsOf<TranscriptionFields>(args[0]);
  return transcriptionRequest({ model });
}

/** Reads a transcription, which is billed by the seconds of its audio. */
export function transcriptionAnswer(value: unknown): ResponseFacts {
  const { model, text, usage } = fieldsOf<TranscriptionFields>(value);
  return { ...transcriptionResponse({ text }), model: textOf(model), ...usageFromMistral(usage) };
}

/** Folds the events of a streamed transcription; the last one has the whole text and the usage. */
export class MistralTranscriptionStream implements StreamReducer {
  #last: unknown;

  push(event: unknown): boolean {
    const { data } = fieldsOf<EventFields>(event);
    if (fieldsOf<TranscriptionFields>(data).type === "transcription.done") this.#last = data;
    return false;
  }

  finish(): ResponseFacts {
    return transcriptionAnswer(this.#last);
  }
}

/** Reads the arguments of `ocr.process()`: a document becomes text. */
export function ocrRequest({ args }: CallArguments): RequestFacts {
  const { model } = fieldsOf<OcrFields>(args[0]);
  return { operationName: "generate_content", model: textOf(model), stream: false, attributes: {} };
}

/** Reads the text of a document. It is billed by pages, which are no unit that has a price here: the bill is unknown. */
export function ocrAnswer(value: unknown): ResponseFacts {
  return { model: textOf(fieldsOf<OcrFields>(value).model), usageStatus: "missing" };
}
