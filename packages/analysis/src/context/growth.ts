// SPDX-License-Identifier: Apache-2.0

/** Least-squares line through the prompt sizes of a conversation, in constant memory. */
export class Growth {
  calls = 0;
  #sumX = 0;
  #sumY = 0;
  #sumXX = 0;
  #sumXY = 0;

  add(inputTokens: number): void {
    const x = this.calls;
    this.calls += 1;
    this.#sumX += x;
    this.#sumY += inputTokens;
    this.#sumXX += x * x;
    this.#sumXY += x * inputTokens;
  }

  /** Tokens by which each call's prompt is longer than the one before; `undefined` with fewer than two calls. */
  get tokensPerCall(): number | undefined {
    if (this.calls < 2) return undefined;
    const spread = this.calls * this.#sumXX - this.#sumX * this.#sumX;
    return (this.calls * this.#sumXY - this.#sumX * this.#sumY) / spread;
  }
}
