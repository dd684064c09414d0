// SPDX-License-Identifier: Apache-2.0
import { GEN_AI } from "@outlay/semconv";

import type { RequestFacts, ResponseFacts, StreamReducer } from "../facts.ts";
import { fieldsOf, listOf, numberOf, textOf } from "../read-fields.ts";
import { usageFromOpenAIMedia } from "../vendors/openai-media-usage.ts";
import { answerError } from "./answer-error.ts";
import { contentParts } from "./content-parts.ts";
import { attributesFromRows } from "./request-attributes.ts";

/** Request bodies: openai@4–7 `resources/images`, together-ai@0 `resources/images`. */
interface ImagesRequestFields {
  readonly model: unknown;
  readonly stream: unknown;
  readonly prompt: unknown;
  readonly n: unknown;
  readonly seed: unknown;
  readonly size: unknown;
  readonly quality: unknown;
}

/** A list of images, or the last event of a stream: openai@4–7 ImagesResponse, ImageGenCompletedEvent. */
interface ImagesFields {
  readonly id: unknown;
  readonly model: unknown;
  readonly type: unknown;
  readonly data: unknown;
  readonly size: unknown;
  readonly quality: unknown;
  readonly usage: unknown;
  readonly error: unknown;
}

/** What the API takes where nothing is asked for. */
const AUTO = "auto";

/** Reads the body of a request to draw, edit or vary images. */
export function imagesRequest(value: unknown): RequestFacts {
  const body = fieldsOf<ImagesRequestFields>(value);
  return {
    operationName: "image_generation",
    model: textOf(body.model),
    stream: body.stream === true,
    attributes: attributesFromRows(
      body,
      [
        [GEN_AI.REQUEST_CHOICE_COUNT, "n", (count) => (count === 1 ? undefined : numberOf(count))],
        [GEN_AI.REQUEST_SEED, "seed", numberOf],
      ],
      { [GEN_AI.OUTPUT_TYPE]: "image" },
    ),
    billedUnits: { mediaSize: textOf(body.size) ?? AUTO, mediaQuality: textOf(body.quality) ?? AUTO },
    content: () => {
      const parts = contentParts(body.prompt);
      return { inputMessages: parts.length === 0 ? [] : [{ role: "user", parts }] };
    },
  };
}

/**
 * Reads a list of images. They are billed by tokens where the answer counts tokens, and by the piece elsewhere: by size
 * and quality, which were asked for or are told.
 */
export function imagesResponse(value: unknown, { billedUnits }: RequestFacts): ResponseFacts {
  const body = fieldsOf<ImagesFields>(value);
  const images = listOf(body.data).length;
  const [mediaSize, mediaQuality] = [textOf(body.size), textOf(body.quality)];
  const told = { ...(mediaSize !== undefined && { mediaSize }), ...(mediaQuality !== undefined && { mediaQuality }) };
  return {
    id: textOf(body.id),
    model: textOf(body.model),
    ...(images === 0 ? {} : { usage: { units: { ...billedUnits, ...told, images } } }),
    ...usageFromOpenAIMedia(body.usage),
    errorType: images === 0 ? answerError(body.error) : undefined,
  };
}

/** Folds the events of streamed images: partial ones, and one for each image that is done, with its usage. */
export class ImagesStream implements StreamReducer {
  #done: unknown;
  #images = 0;

  push(value: unknown): boolean {
    const type = textOf(fieldsOf<ImagesFields>(value).type);
    if (type?.endsWith(".completed") !== true) return false;
    this.#done = value;
    this.#images += 1;
    return false;
  }

  finish(): ResponseFacts {
    const facts = usageFromOpenAIMedia(fieldsOf<ImagesFields>(this.#done).usage);
    // Whether the usage of the last of several images is that of all is nowhere written.
    return this.#images > 1 ? { ...facts, usageStatus: "partial" } : facts;
  }
}
