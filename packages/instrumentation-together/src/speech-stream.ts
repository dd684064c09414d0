// SPDX-License-Identifier: Apache-2.0
import { speechResponse } from "@outlay/core";
import type { RequestFacts, ResponseFacts, StreamReducer } from "@outlay/core";

/** Folds streamed speech: its pieces say nothing of the bill, and whether one that is cut short costs less is not known. */
export class SpeechStream implements StreamReducer {
  readonly #request: RequestFacts;

  constructor(request: RequestFacts) {
    this.#request = request;
  }

  push(): boolean {
    return false;
  }

  finish(complete: boolean): ResponseFacts {
    const facts = speechResponse(undefined, this.#request);
    return complete ? facts : { ...facts, usageStatus: "partial" };
  }
}
