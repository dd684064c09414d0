// SPDX-License-Identifier: Apache-2.0
import type { Message } from "../content.ts";
import type { RequestFacts, ResponseFacts, StreamReducer } from "../facts.ts";
import { fieldsOf, numberOf, textOf } from "../read-fields.ts";
import { usageFromOpenAIMedia } from "../vendors/openai-media-usage.ts";
import { answerError } from "./answer-error.ts";
import { contentParts } from "./content-parts.ts";

/** Request bodies: openai@4–7 `resources/audio/*`, groq-sdk@0–1, together-ai@0. */
interface AudioRequestFields {
  readonly model: unknown;
  readonly stream: unknown;
  readonly input: unknown;
  readonly prompt: unknown;
}

/** A transcription, or the last event of a streamed one: openai@4–7 `resources/audio/transcriptions`. */
interface TranscriptionFields {
  readonly type: unknown;
  readonly text: unknown;
  readonly usage: unknown;
  /** Of the verbose formats: seconds, in early versions as text. */
  readonly duration: unknown;
  readonly error: unknown;
}

/** Reads the body of a request to transcribe or to translate audio. */
export function transcriptionRequest(value: unknown): RequestFacts {
  const body = fieldsOf<AudioRequestFields>(value);
  return {
    operationName: "transcription",
    model: textOf(body.model),
    stream: body.stream === true,
    attributes: {},
    content: () => ({ inputMessages: userMessages(body.prompt) }),
  };
}

/** Reads a transcription, billed by tokens or by the length of the audio. Formats that are only text tell neither. */
export function transcriptionResponse(value: unknown): ResponseFacts {
  const body = fieldsOf<TranscriptionFields>(value);
  const seconds = secondsOf(body.duration);
  const text = textOf(body.text) ?? textOf(value);
  return {
    ...(seconds === undefined ? {} : { usage: { units: { mediaSeconds: seconds } } }),
    ...usageFromOpenAIMedia(body.usage),
    errorType: answerError(body.error),
    content: () => ({ outputMessages: text === undefined ? [] : [spokenMessage(text)] }),
  };
}

/** Folds the events of a streamed transcription; the last one has the whole text and the usage. */
export class TranscriptionStream implements StreamReducer {
  #last: unknown;

  push(value: unknown): boolean {
    if (fieldsOf<TranscriptionFields>(value).type === "transcript.text.done") this.#last = value;
    return false;
  }

  finish(): ResponseFacts {
    return transcriptionResponse(this.#last);
  }
}

/** Reads the body of a request to speak a text. */
export function speechRequest(value: unknown): RequestFacts {
  const body = fieldsOf<AudioRequestFields>(value);
  const characters = charactersOf(body.input);
  return {
    operationName: "speech",
    model: textOf(body.model),
    stream: body.stream === true,
    attributes: {},
    billedUnits: characters === undefined ? undefined : { characters },
    content: () => ({ inputMessages: userMessages(body.input) }),
  };
}

/** Audio says nothing of its bill: it is what was asked for. */
export function speechResponse(_body: unknown, { billedUnits }: RequestFacts): ResponseFacts {
  return billedUnits === undefined ? {} : { usage: { units: billedUnits } };
}

/** Whole characters, as a reader counts them up to combining marks: two halves of an emoji are one. */
function charactersOf(value: unknown): number | undefined {
  const text = textOf(value);
  if (text === undefined) return undefined;
  let count = 0;
  for (const _ of text) count += 1;
  return count;
}

function secondsOf(duration: unknown): number | undefined {
  const seconds = typeof duration === "string" ? Number.parseFloat(duration) : numberOf(duration);
  return seconds !== undefined && Number.isFinite(seconds) && seconds >= 0 ? seconds : undefined;
}

function userMessages(text: unknown): Message[] {
  const parts = contentParts(text);
  return parts.length === 0 ? [] : [{ role: "user", parts }];
}

function spokenMessage(text: string): Message {
  return { role: "assistant", parts: contentParts(text), finish_reason: "stop" };
}
