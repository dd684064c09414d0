// SPDX-License-Identifier: Apache-2.0
import type { CallBound, CallEdit } from "@outlay/budget";
import type { OutgoingRequest, PendingCall, Usage } from "@outlay/core";
import { nanoUsdFromPico } from "@outlay/pricing";
import type { PriceEngine } from "@outlay/pricing";

import { boundInput } from "./input-bound.ts";
import type { InputBound } from "./input-bound.ts";

/** What an estimate assumes where a request does not say. */
export interface EstimateOptions {
  /** Output tokens of a request that sends no cap. @defaultValue 16,384 */
  readonly defaultOutputTokens?: number;
  /** Counts the tokens of text in place of its bytes: closer, and only as good a bound as the tokenizer is right. */
  readonly countTokens?: (input: readonly unknown[], model: string | undefined) => number | undefined;
}

const DEFAULT_OUTPUT_TOKENS = 16_384;

/** The ways a prompt can be billed, dearest of which counts: fresh, or written to the cache for as long as can be. */
const READINGS: readonly ((inputTokens: number) => Usage)[] = [
  (inputTokens) => ({ inputTokens }),
  (inputTokens) => ({ inputTokens, cacheWriteTokens: inputTokens, cacheWrite5mTokens: inputTokens }),
  (inputTokens) => ({ inputTokens, cacheWriteTokens: inputTokens, cacheWrite1hTokens: inputTokens }),
  (inputTokens) => ({ inputTokens, cacheWriteTokens: inputTokens, cacheWrite30mTokens: inputTokens }),
  (inputTokens) => ({ inputTokens, cacheWriteTokens: inputTokens, cacheWrite12hTokens: inputTokens }),
];

/**
 * What a call can cost at most: its bytes as input, read once for each time the SDK may send it, in the dearest way a
 * prompt can be billed, and the output cap it sends for each answer it asks for. No cache hit is assumed.
 */
export class CallBounds {
  readonly #prices: PriceEngine;
  readonly #call: PendingCall;
  readonly #options: EstimateOptions;
  #input: InputBound | undefined;

  constructor(prices: PriceEngine, call: PendingCall, options: EstimateOptions) {
    this.#prices = prices;
    this.#call = call;
    this.#options = options;
  }

  /** Whatever the request is read as, in tokens. */
  get inputTokens(): number {
    return this.#readInput().tokens;
  }

  /** The bound, with another model or output cap if these are given. */
  bound(edit: CallEdit = {}): CallBound {
    const { outgoing } = this.#call;
    const { tokens: outputTokens, isUpperBound: isOutputBounded } = this.#readOutput(edit);
    const { tokens: inputTokens, isUpperBound } = this.#readInput();
    const model = edit.model ?? this.#call.request.model;
    const inputPico = this.#inputCeiling(model, inputTokens);
    const outputPico = this.#outputCeiling(model, inputTokens, outputTokens);
    const resends = outgoing?.maxRetries ?? 0;
    return {
      ...(inputPico !== undefined &&
        outputPico !== undefined && {
          costNanoUsd: nanoUsdFromPico(inputPico * (1 + resends) + outputPico),
          inputCostNanoUsd: nanoUsdFromPico(inputPico),
        }),
      tokens: inputTokens * (1 + resends) + outputTokens,
      inputTokens,
      isUpperBound: isUpperBound && isOutputBounded && isBounded(outgoing),
    };
  }

  /** The output cap, for each answer asked for; a request that sends none is not bounded. */
  #readOutput({ maxOutputTokens }: CallEdit): InputBound {
    const { outgoing, request } = this.#call;
    if (request.operationName === "embeddings") return { tokens: 0, isUpperBound: true };
    const cap = maxOutputTokens ?? outgoing?.maxOutputTokens;
    const tokens = cap ?? this.#options.defaultOutputTokens ?? DEFAULT_OUTPUT_TOKENS;
    return { tokens: tokens * (outgoing?.choices ?? 1), isUpperBound: cap !== undefined };
  }

  /** The prompt in the dearest way it can be billed. */
  #inputCeiling(model: string | undefined, inputTokens: number): number | undefined {
    let most: number | undefined;
    for (const read of READINGS) {
      const cost = this.#picoUsd(model, read(inputTokens));
      if (cost !== undefined) most = Math.max(most ?? 0, cost);
    }
    return most;
  }

  /** The answer to such a prompt, all of it reasoning where that is dearer. Rates are added up, whatever they are of. */
  #outputCeiling(model: string | undefined, inputTokens: number, outputTokens: number): number | undefined {
    if (outputTokens === 0) return 0;
    const prompt = this.#picoUsd(model, { inputTokens });
    const said = this.#picoUsd(model, { inputTokens, outputTokens });
    const thought = this.#picoUsd(model, { inputTokens, outputTokens, reasoningTokens: outputTokens });
    if (prompt === undefined || said === undefined) return undefined;
    return Math.max(said, thought ?? said) - prompt;
  }

  /** What a usage of a model costs, nano-USD; `undefined` without a price. */
  price(model: string | undefined, usage: Usage): number | undefined {
    const cost = this.#picoUsd(model, usage);
    return cost === undefined ? undefined : nanoUsdFromPico(cost);
  }

  #picoUsd(model: string | undefined, usage: Usage): number | undefined {
    const { client, outgoing, startTimeMs } = this.#call;
    const cost = this.#prices.price({
      provider: client.provider,
      startTimeMs,
      usage,
      usageStatus: "reported",
      ...(model !== undefined && { requestModel: model }),
      ...(client.serverAddress !== undefined && { serverAddress: client.serverAddress }),
      ...(client.region !== undefined && { region: client.region }),
      ...(outgoing?.serviceTier !== undefined && { serviceTier: outgoing.serviceTier }),
    });
    return cost.status === "unpriced" ? undefined : cost.totalPicoUsd;
  }

  #readInput(): InputBound {
    const { outgoing, request } = this.#call;
    if (this.#input !== undefined) return this.#input;
    const input = outgoing?.input ?? [];
    const counted = this.#options.countTokens?.(input, request.model);
    this.#input = counted === undefined ? boundInput(input) : { tokens: counted, isUpperBound: true };
    return this.#input;
  }
}

function isBounded(outgoing: OutgoingRequest | undefined): boolean {
  return outgoing !== undefined && outgoing.usesBilledTools !== true && outgoing.hasRemoteInput !== true;
}
