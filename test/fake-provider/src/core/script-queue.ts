// SPDX-License-Identifier: Apache-2.0
import type { RecordedRequest } from "./recorded-request.ts";
import type { Match, Step } from "./script.ts";

/** The steps still to be played, in order. */
export class ScriptQueue {
  readonly #steps: Step[] = [];

  /** Steps no request has taken yet. */
  get remaining(): readonly Step[] {
    return this.#steps;
  }

  /** Appends steps. */
  push(steps: readonly Step[]): void {
    this.#steps.push(...steps);
  }

  /** Drops what is left. */
  clear(): void {
    this.#steps.length = 0;
  }

  /**
   * Takes the first step meant for this request.
   *
   * @param generates - Whether the route bills something; only such requests take steps without `when`.
   */
  take(request: RecordedRequest, generates: boolean): Step | undefined {
    const index = this.#steps.findIndex((step) => (step.when ? matches(step.when, request) : generates));
    return index === -1 ? undefined : this.#steps.splice(index, 1)[0];
  }
}

function matches(match: Match, request: RecordedRequest): boolean {
  if (match.path !== undefined && !request.path.includes(match.path)) return false;
  if (match.model !== undefined && match.model !== request.model) return false;
  return match.contains === undefined || request.text().includes(match.contains);
}
