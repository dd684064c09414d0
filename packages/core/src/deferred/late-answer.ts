// SPDX-License-Identifier: Apache-2.0
import type { FollowedCall } from "../followers/followed-call.ts";
import type { RequestFacts } from "../facts.ts";
import type { CallEnd } from "../provider-call.ts";
import { takeDeferredCall } from "./deferred-calls.ts";

/**
 * Looks on while the answer to an earlier call is fetched. The fetch itself costs nothing and leaves no span; the call is
 * billed with the first answer that is final, if it was made in this process and is not billed yet.
 */
export class LateAnswer implements FollowedCall {
  readonly request: RequestFacts;
  readonly capturesContent: boolean;
  #ended = false;

  constructor(request: RequestFacts, capturesContent: boolean) {
    this.request = request;
    this.capturesContent = capturesContent;
  }

  get ended(): boolean {
    return this.#ended;
  }

  chunkArrived(): void {
    // When the first chunk of a replay comes says nothing of the call.
  }

  end({ status, response }: CallEnd): void {
    if (this.#ended) return;
    this.#ended = true;
    if (response?.id === undefined || response.isDeferred === true) return;
    const isFinal = response.usage !== undefined || (status === "ok" && response.finishReasons !== undefined);
    if (isFinal) takeDeferredCall(response.id)?.bill({ status: "ok", response });
  }
}
