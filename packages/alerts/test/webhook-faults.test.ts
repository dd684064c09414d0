// SPDX-License-Identifier: Apache-2.0
import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

import { describe, expect, it } from "vitest";

import { createAlertDispatcher } from "../src/dispatcher.ts";
import type { DeliveryFailure } from "../src/lane.ts";
import { createWebhookChannel } from "../src/webhook-channel.ts";
import { thresholdAlert } from "./alerts.ts";
import { ManualClock } from "./manual-clock.ts";
import { startReceiver } from "./receiver.ts";
import type { ScriptedAnswer } from "./receiver.ts";

const SECRET = `whsec_${Buffer.alloc(32, 1).toString("base64")}`;

/** Answers at once, and never ends the body. */
async function startDripping(): Promise<AsyncDisposable & { readonly url: string; readonly closed: Promise<unknown> }> {
  const server = createServer((request, response) => {
    request.resume();
    response.writeHead(200).write("a body that goes on");
    response.on("close", () => server.emit("gone"));
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    closed: once(server, "gone"),
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };
}

function dispatcherTo(urls: readonly string[]) {
  const clock = new ManualClock();
  const failures: DeliveryFailure[] = [];
  const dispatcher = createAlertDispatcher({
    channels: urls.map((url, index) => createWebhookChannel({ name: `hook-${index}`, url, secret: SECRET })),
    onDeliveryFailure: (failure) => failures.push(failure),
    now: clock.now,
    timers: clock,
    random: () => 0.5,
  });
  return { clock, failures, dispatcher, channels: urls.map((_, index) => `hook-${index}`) };
}

describe("a receiver", () => {
  it("scenario 23: that cannot be found is tried again, and its address is not told", async () => {
    const { dispatcher, failures, channels } = dispatcherTo(["http://receiver.invalid/services/T0/SECRET"]);
    dispatcher.dispatch({ ...thresholdAlert(), channels });
    await expect.poll(() => failures, { timeout: 20_000 }).toHaveLength(1);
    expect(failures[0]?.reason).toMatch(/^TypeError (?:ENOTFOUND|EAI_AGAIN)$/);
    expect(failures[0]?.retryInMs).toBe(5_000);
  });

  it("scenario 23: that never ends its answer has the alert all the same, and is not listened to", async () => {
    await using receiver = await startDripping();
    const { dispatcher, failures, channels } = dispatcherTo([receiver.url]);
    expect(await dispatcher.deliver({ ...thresholdAlert(), channels })).toBe(true);
    await receiver.closed;
    expect(failures).toEqual([]);
  });

  it("scenario 23: that fails five times has the alert with the sixth attempt", async () => {
    await using receiver = await startReceiver(Array.from({ length: 5 }, () => ({ status: 500 })));
    const { dispatcher, clock, failures, channels } = dispatcherTo([receiver.url]);
    const delivered = dispatcher.deliver({ ...thresholdAlert(), channels });
    await dispatcher.flush(60_000);
    while (receiver.requests.length < 6) {
      clock.advance(clock.nextInMs() ?? 0);
      await dispatcher.flush(60_000);
    }
    expect(await delivered).toBe(true);
    expect(failures).toHaveLength(5);
    expect(new Set(receiver.requests.map(({ headers }) => headers["webhook-id"])).size).toBe(1);
  });
});

it("scenario 23: receivers that fail in every way cost the program nothing", async () => {
  const answers: readonly ScriptedAnswer[] = [
    { status: 500 },
    { status: 429, headers: { "retry-after": "90" } },
    { status: 307, headers: { location: "http://127.0.0.1:1/" } },
    { status: 410 },
    "silence",
  ];
  const receivers = await Promise.all(answers.map((answer) => startReceiver(Array(2_000).fill(answer))));
  await using dripping = await startDripping();
  const { dispatcher, clock, channels } = dispatcherTo([...receivers.map(({ url }) => url), dripping.url]);
  /** How long the program waits for a turn of its own, with and without an alert in it. */
  const turns = async (tell: (turn: number) => void): Promise<number> => {
    const waitsMs: number[] = [];
    for (let turn = 0; turn < 2_000; turn += 1) {
      const fromMs = performance.now();
      tell(turn);
      await new Promise(setImmediate);
      waitsMs.push(performance.now() - fromMs);
    }
    return waitsMs.toSorted((left, right) => left - right)[Math.floor(waitsMs.length * 0.99)] ?? Number.NaN;
  };
  const withoutMs = await turns(() => undefined);
  const withMs = await turns((turn) => {
    if (turn % 10 === 0) dispatcher.dispatch({ ...thresholdAlert(`${turn}`), channels });
  });
  process.stdout.write(
    `scenario 23: six broken receivers: a turn of the program takes ${withMs.toFixed(2)} ms at the 99th percentile, without alerts ${withoutMs.toFixed(2)} ms\n`,
  );
  expect(withMs).toBeLessThan(50);
  const stopped = dispatcher.shutdown(0);
  clock.advance(0);
  await stopped;
  for (const receiver of receivers) await receiver[Symbol.asyncDispose]();
});
