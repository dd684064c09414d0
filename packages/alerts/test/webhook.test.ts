// SPDX-License-Identifier: Apache-2.0
import { createServer } from "node:net";
import type { AddressInfo } from "node:net";
import { once } from "node:events";

import { Webhook } from "standardwebhooks";
import { describe, expect, it } from "vitest";

import { createAlertDispatcher } from "../src/dispatcher.ts";
import type { AlertDispatcher } from "../src/dispatcher.ts";
import type { DeliveryFailure } from "../src/lane.ts";
import { createWebhookChannel } from "../src/webhook-channel.ts";
import { thresholdAlert } from "./alerts.ts";
import { ManualClock } from "./manual-clock.ts";
import { startReceiver } from "./receiver.ts";
import type { ReceivedRequest } from "./receiver.ts";

const OLD_SECRET = `whsec_${Buffer.alloc(24, 1).toString("base64")}`;
const NEW_SECRET = `whsec_${Buffer.alloc(64, 2).toString("base64")}`;
const SECOND_MS = 1_000;

interface Setup {
  readonly dispatcher: AlertDispatcher;
  readonly clock: ManualClock;
  readonly failures: DeliveryFailure[];
  /** Sends what is due and waits for the answers. */
  readonly settle: () => Promise<boolean>;
}

/** A dispatcher with one webhook, a clock that stands, and no jitter. */
function webhookTo(url: string, secret: string | readonly string[] = NEW_SECRET): Setup {
  const clock = new ManualClock();
  const failures: DeliveryFailure[] = [];
  const dispatcher = createAlertDispatcher({
    channels: [createWebhookChannel({ name: "ledger", url, secret })],
    onDeliveryFailure: (failure) => failures.push(failure),
    now: clock.now,
    timers: clock,
    random: () => 0.5,
  });
  return { dispatcher, clock, failures, settle: () => dispatcher.flush(60_000) };
}

function signatureHeaders({ headers }: ReceivedRequest): Record<string, string> {
  const names = ["webhook-id", "webhook-timestamp", "webhook-signature"];
  return Object.fromEntries(names.map((name) => [name, String(headers[name])]));
}

describe("the webhook channel", () => {
  it("scenario 23: posts an event that the reference library verifies", async () => {
    await using receiver = await startReceiver();
    const { dispatcher, settle, failures } = webhookTo(receiver.url);
    const alert = thresholdAlert();
    dispatcher.dispatch(alert);
    expect(await settle()).toBe(true);
    const [request] = receiver.requests;
    if (request === undefined) throw new Error("expected a request");
    expect([request.method, request.path, request.headers["content-type"]]).toEqual([
      "POST",
      "/hook",
      "application/json",
    ]);
    const verified = new Webhook(NEW_SECRET).verify(request.body, signatureHeaders(request));
    expect(verified).toEqual({ type: alert.type, timestamp: "2026-11-23T12:00:00.000Z", data: alert.data });
    expect(() => new Webhook(OLD_SECRET).verify(request.body, signatureHeaders(request))).toThrow(
      "No matching signature",
    );
    expect(failures).toEqual([]);
    expect(dispatcher.statistics()).toEqual([{ name: "ledger", delivered: 1, failed: 0, pending: 0, isClosed: false }]);
  });

  it("scenario 23: signs with every secret, so that either of two verifies", async () => {
    await using receiver = await startReceiver();
    const { dispatcher, settle } = webhookTo(receiver.url, [OLD_SECRET, NEW_SECRET]);
    dispatcher.dispatch(thresholdAlert("é😀"));
    await settle();
    const [request] = receiver.requests;
    if (request === undefined) throw new Error("expected a request");
    for (const secret of [OLD_SECRET, NEW_SECRET]) {
      expect(new Webhook(secret).verify(request.body, signatureHeaders(request))).toMatchObject({
        data: { group: { "team.id": "é😀" } },
      });
    }
  });

  it("scenario 23: keeps the id over all attempts and signs each with the time it is made", async () => {
    await using receiver = await startReceiver([{ status: 500 }, { status: 404 }]);
    const { dispatcher, clock, settle } = webhookTo(receiver.url);
    dispatcher.dispatch(thresholdAlert());
    await settle();
    clock.advance(5 * SECOND_MS);
    await settle();
    clock.advance(30 * SECOND_MS);
    expect(await settle()).toBe(true);
    const headers = receiver.requests.map((request) => signatureHeaders(request));
    expect(headers).toHaveLength(3);
    expect(new Set(headers.map((header) => header["webhook-id"])).size).toBe(1);
    expect(new Set(receiver.requests.map(({ body }) => body)).size).toBe(1);
    const times = headers.map((header) => Number(header["webhook-timestamp"]));
    expect(times.map((time) => time - (times[0] ?? 0))).toEqual([0, 5, 35]);
    const reference = new Webhook(NEW_SECRET);
    for (const [index, header] of headers.entries()) {
      const signedAt = new Date(Number(header["webhook-timestamp"]) * SECOND_MS);
      const body = receiver.requests[index]?.body ?? "";
      expect(header["webhook-signature"]).toBe(reference.sign(header["webhook-id"] ?? "", signedAt, body));
    }
  });

  it("gives an alert the same id in another process and another alert another", async () => {
    await using receiver = await startReceiver();
    for (const team of ["a", "a", "b"]) {
      const { dispatcher, settle } = webhookTo(receiver.url);
      dispatcher.dispatch(thresholdAlert(team));
      await settle();
    }
    const ids = receiver.requests.map(({ headers }) => headers["webhook-id"]);
    expect(ids[0]).toMatch(/^msg_[0-9a-f]{32}$/);
    expect([ids[0] === ids[1], ids[1] === ids[2]]).toEqual([true, false]);
  });

  it("scenario 23: does not follow a redirect", async () => {
    await using elsewhere = await startReceiver();
    await using receiver = await startReceiver([{ status: 307, headers: { location: elsewhere.url } }]);
    const { dispatcher, settle, failures } = webhookTo(receiver.url);
    dispatcher.dispatch(thresholdAlert());
    expect(await settle()).toBe(false);
    expect(elsewhere.requests).toEqual([]);
    expect(failures).toMatchObject([{ reason: "HTTP 307, redirects are not followed", retryInMs: 5_000 }]);
  });

  it("scenario 23: stops for good when the receiver says 410, and gives up what waits", async () => {
    await using receiver = await startReceiver([{ status: 410 }]);
    const { dispatcher, settle, failures } = webhookTo(receiver.url);
    for (const team of ["a", "b"]) dispatcher.dispatch(thresholdAlert(team));
    await settle();
    dispatcher.dispatch(thresholdAlert("c"));
    expect(receiver.requests).toHaveLength(1);
    expect(failures.map(({ reason, attempts, retryInMs }) => [reason, attempts, retryInMs])).toEqual([
      ["HTTP 410", 1, undefined],
      ["channel is off since HTTP 410", 0, undefined],
      ["channel is off since HTTP 410", 0, undefined],
    ]);
    expect(dispatcher.statistics()).toMatchObject([{ failed: 3, pending: 0, isClosed: true }]);
  });

  it.each([
    ["seconds", () => "90"],
    ["a date", (nowMs: number) => new Date(Math.ceil(nowMs / 1_000) * 1_000 + 90_000).toUTCString()],
  ])("scenario 23: waits as long as Retry-After says in %s, with everything", async (_, header) => {
    const nowMs = Math.floor(Date.now() / 1_000) * 1_000;
    await using receiver = await startReceiver([{ status: 429, headers: { "retry-after": header(nowMs) } }]);
    const { dispatcher, settle, clock, failures } = webhookTo(receiver.url);
    clock.nowMs = nowMs;
    for (const team of ["a", "b"]) dispatcher.dispatch(thresholdAlert(team));
    await settle();
    expect(failures).toMatchObject([{ reason: "HTTP 429", retryInMs: 90_000 }]);
    clock.advance(89_999);
    await settle();
    expect(receiver.requests).toHaveLength(1);
    clock.advance(1);
    expect(await settle()).toBe(true);
    expect(receiver.requests).toHaveLength(3);
  });

  it("scenario 23: gives up after six attempts over two and a half hours", async () => {
    await using receiver = await startReceiver(Array.from({ length: 6 }, () => ({ status: 500 })));
    const { dispatcher, settle, clock, failures } = webhookTo(receiver.url);
    dispatcher.dispatch(thresholdAlert());
    await settle();
    const waits: (number | undefined)[] = [];
    for (let waitMs = clock.nextInMs(); waitMs !== undefined; waitMs = clock.nextInMs()) {
      waits.push(waitMs / SECOND_MS);
      clock.advance(waitMs);
      await settle();
    }
    process.stdout.write(`scenario 23: 500 six times: waits of ${waits.join(", ")} s, then given up\n`);
    expect(waits).toEqual([5, 30, 300, 1_800, 7_200]);
    expect(receiver.requests).toHaveLength(6);
    expect(failures.at(-1)).toMatchObject({ attempts: 6, reason: "HTTP 500" });
    expect(failures.at(-1)).not.toHaveProperty("retryInMs");
    expect(dispatcher.statistics()).toMatchObject([{ failed: 1, pending: 0, isClosed: false }]);
  });

  it("scenario 23: takes silence for a failure when the time is over", async () => {
    await using receiver = await startReceiver(["silence"]);
    const { dispatcher, clock, failures, settle } = webhookTo(receiver.url);
    dispatcher.dispatch(thresholdAlert());
    await receiver.received(1);
    clock.advance(14_999);
    expect(failures).toEqual([]);
    clock.advance(1);
    await settle();
    expect(failures).toMatchObject([{ reason: "no answer within 15000 ms", attempts: 1, retryInMs: 5_000 }]);
  });

  it("names neither address nor secret when nobody listens", async () => {
    const server = createServer().listen(0, "127.0.0.1");
    await once(server, "listening");
    const { port } = server.address() as AddressInfo;
    server.close();
    await once(server, "close");
    const { dispatcher, settle, failures } = webhookTo(`http://127.0.0.1:${port}/services/T0/SECRET`);
    dispatcher.dispatch(thresholdAlert());
    await settle();
    expect(failures).toMatchObject([{ channel: "ledger", reason: "TypeError ECONNREFUSED" }]);
  });

  it.each([
    "",
    "hooks.example/x",
    "ftp://hooks.example/x",
    "file:///etc/passwd",
    "https://user:pass@hooks.example/x",
    "https://user@hooks.example/x",
  ])("refuses the address %j without repeating it", (url) => {
    const create = (): unknown => createWebhookChannel({ name: "ledger", url, secret: NEW_SECRET });
    expect(create).toThrow(
      new TypeError("webhook url: expected an absolute http or https address without user and password"),
    );
  });

  it.each([
    ["no prefix", Buffer.alloc(32, 1).toString("base64"), "something else"],
    ["no base64", "whsec_%%%", "something else"],
    ["23 bytes", `whsec_${Buffer.alloc(23, 1).toString("base64")}`, "23 bytes"],
    ["65 bytes", `whsec_${Buffer.alloc(65, 1).toString("base64")}`, "65 bytes"],
  ])("refuses a secret of %s without repeating it", (_, secret, got) => {
    const create = (): unknown => createWebhookChannel({ name: "ledger", url: "https://hooks.example/x", secret });
    expect(create).toThrow(new TypeError(`webhook secret: expected whsec_ and 24 to 64 bytes in base64, got ${got}`));
  });

  it("refuses to go without a secret", () => {
    const create = (): unknown => createWebhookChannel({ name: "ledger", url: "https://hooks.example/x", secret: [] });
    expect(create).toThrow(TypeError);
  });
});
