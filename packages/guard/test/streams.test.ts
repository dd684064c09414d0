// SPDX-License-Identifier: Apache-2.0
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";

import { endOpenStreams, observeOperations } from "@outlay/core";
import { createPriceEngine, nanoUsdFromPico } from "@outlay/pricing";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";

import { boundInput } from "../src/input-bound.ts";
import { startGuardedApp } from "./guarded-app.ts";
import type { GuardedApp } from "./guarded-app.ts";
import { putInForce } from "./in-force.ts";
import type { InForce } from "./in-force.ts";

setFlagsFromString("--expose-gc");
const collectGarbage = runInNewContext("gc") as () => void;
setFlagsFromString("--no-expose-gc");

const MESSAGES = [{ role: "user" as const, content: "Tell me a long story about budgets." }];
type Stream = AsyncIterable<unknown> & { readonly controller: AbortController };

const SDKS = {
  openai: {
    provider: "openai",
    model: "gpt-5-mini",
    open: (signal: AbortSignal): Promise<Stream> =>
      app.openai.chat.completions.create(
        { model: "gpt-5-mini", messages: MESSAGES, max_completion_tokens: 1_000, stream: true },
        { signal },
      ),
  },
  anthropic: {
    provider: "anthropic",
    model: "claude-sonnet-5",
    open: (signal: AbortSignal): Promise<Stream> =>
      app.anthropic.messages.create(
        { model: "claude-sonnet-5", messages: MESSAGES, max_tokens: 1_000, stream: true },
        { signal },
      ),
  },
} as const;
type Sdk = (typeof SDKS)[keyof typeof SDKS];

let app: GuardedApp;
let inForce: InForce;
const figures = { streams: 0, settled: 0, held: 0, leastShareOfInput: Number.POSITIVE_INFINITY };

beforeAll(async () => {
  app = await startGuardedApp();
});
afterAll(async () => {
  const { streams, settled, held, leastShareOfInput } = figures;
  process.stdout.write(
    `scenario 18: ${streams} streams that broke off: ${settled} settled, held ${held}, least charge ${leastShareOfInput.toFixed(2)} x the input\n`,
  );
  await app[Symbol.asyncDispose]();
});
afterEach(() => inForce.stop());

async function readAll(stream: AsyncIterable<unknown>): Promise<void> {
  for await (const _ of stream);
}

/** What the bytes of the request cost, read once. */
function inputNanoUsd({ provider, model }: Sdk): number {
  const usage = { inputTokens: boundInput([MESSAGES]).tokens };
  const startTimeMs = Date.now();
  const cost = createPriceEngine().price({
    provider,
    requestModel: model,
    startTimeMs,
    usage,
    usageStatus: "reported",
  });
  return cost.status === "unpriced" ? Number.NaN : nanoUsdFromPico(cost.totalPicoUsd);
}

/** How a stream can end without telling what it cost: what the provider does, and what the reader. */
const ENDINGS = {
  "aborted before the first byte": async ({ open }: Sdk) => {
    app.provider.clear();
    app.provider.enqueue({ fault: { kind: "stall" } });
    const caller = new AbortController();
    const opening = open(caller.signal);
    await app.provider.waitForRequests(1);
    caller.abort();
    await opening;
  },
  "aborted in the middle": async ({ open }: Sdk) => {
    app.provider.enqueue({ fault: { kind: "pause", afterEvents: 2 } });
    const stream = await open(new AbortController().signal);
    for await (const _ of stream) stream.controller.abort();
  },
  "without usage after the last delta": async ({ open }: Sdk) => {
    app.provider.enqueue({ usage: "omit" });
    await readAll(await open(new AbortController().signal));
  },
  "an error of the provider in the middle": async ({ open }: Sdk) => {
    app.provider.enqueue({ fault: { kind: "stream-error", afterEvents: 3 } });
    await readAll(await open(new AbortController().signal));
  },
  "a connection reset in the middle": async ({ open }: Sdk) => {
    app.provider.enqueue({ fault: { kind: "reset", afterEvents: 3 } });
    await readAll(await open(new AbortController().signal));
  },
  "an end too soon": async ({ open }: Sdk) => {
    app.provider.enqueue({ fault: { kind: "truncate", afterEvents: 2 } });
    await readAll(await open(new AbortController().signal));
  },
  "a reader that breaks off": async ({ open }: Sdk) => {
    for await (const _ of await open(new AbortController().signal)) break;
  },
  "a consumer that never reads": async ({ open }: Sdk) => {
    const stream = await open(new AbortController().signal);
    expect(inForce.guard.liveCalls).toBe(1);
    endOpenStreams(0, Date.now());
    return stream;
  },
  "a stream that is garbage before it is read": async ({ open }: Sdk) => {
    await open(new AbortController().signal);
    collectGarbage();
    endOpenStreams(0, Date.now());
  },
} as const;
type Ending = keyof typeof ENDINGS;

describe.each(["openai", "anthropic"] as const)("a stream of %s that breaks off", (name) => {
  it.each(Object.keys(ENDINGS) as Ending[])(
    "scenario 18: is settled with its input at least, and holds nothing: %s",
    async (ending) => {
      const sdk = SDKS[name];
      inForce = putInForce({});
      const { promise: ended, resolve } = Promise.withResolvers<undefined>();
      const stopObserving = observeOperations({ operationEnded: () => resolve(undefined) });
      // Some endings are thrown at the reader, others are not.
      await Promise.allSettled([ENDINGS[ending](sdk)]);
      await ended;
      stopObserving();

      const { spent = 0, held = -1, calls = 0 } = (await inForce.standing()) ?? {};
      const input = inputNanoUsd(sdk);
      figures.streams += 1;
      figures.settled += inForce.guard.liveCalls === 0 && calls === 1 ? 1 : 0;
      figures.held += held;
      figures.leastShareOfInput = Math.min(figures.leastShareOfInput, spent / input);
      expect({ held, calls, live: inForce.guard.liveCalls }).toEqual({ held: 0, calls: 1, live: 0 });
      expect(spent).toBeGreaterThanOrEqual(input);
    },
  );
});
