// SPDX-License-Identifier: Apache-2.0
import { once } from "node:events";
import { connect as connectPlain } from "node:net";

import { context, trace } from "@opentelemetry/api";
import { startTelemetry } from "@outlay-test/conformance";
import type { Telemetry } from "@outlay-test/conformance";
import { startFakeProvider } from "@outlay-test/fake-provider";
import type { FakeProvider } from "@outlay-test/fake-provider";
import { observeOperations, withAttributes } from "@outlay/core";
import type { Operation } from "@outlay/core";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";

import { OpenAIInstrumentation } from "../src/index.ts";
import { loadSdk } from "./load-sdk.ts";
import type { Client } from "./load-sdk.ts";

/** What the realtime clients of all versions have in common. */
interface Realtime {
  readonly socket: { addEventListener(type: "open" | "close", listener: () => void): void };
  on(event: string, listener: (event: unknown) => void): unknown;
  send(event: object): void;
  close(): void;
}
type RealtimeClass = new (props: object, client: Client) => Realtime;

const MODEL = "gpt-realtime";
const CLIENTS = [
  { name: "openai-4", file: "beta/realtime/ws", className: "OpenAIRealtimeWS" },
  { name: "openai-5", file: "realtime/ws", className: "OpenAIRealtimeWS" },
  { name: "openai-6", file: "realtime/ws", className: "OpenAIRealtimeWS" },
  { name: "openai-6", file: "realtime/websocket", className: "OpenAIRealtimeWebSocket" },
  { name: "openai", file: "beta/realtime/ws", className: "OpenAIRealtimeWS" },
  { name: "openai", file: "realtime/ws", className: "OpenAIRealtimeWS" },
  { name: "openai", file: "realtime/websocket", className: "OpenAIRealtimeWebSocket" },
] as const;
const FORMATS = ["js", "mjs"] as const;

/** The SDK only dials `wss:`; the fake provider listens without TLS. */
const NativeWebSocket = globalThis.WebSocket;
class PlainWebSocket extends NativeWebSocket {
  constructor(url: string | URL, protocols?: string | string[]) {
    super(String(url).replace(/^wss:/, "ws:"), protocols);
  }
}

const operations: Operation[] = [];
const instrumentation = new OpenAIInstrumentation({ hosts: {} });
let onOperation: () => void = () => undefined;
const stop = observeOperations({
  operationEnded: (operation) => {
    operations.push(operation);
    onOperation();
  },
});
let provider: FakeProvider;
let telemetry: Telemetry;
beforeAll(async () => {
  telemetry = startTelemetry();
  provider = await startFakeProvider();
  globalThis.WebSocket = PlainWebSocket;
});
afterAll(async () => {
  globalThis.WebSocket = NativeWebSocket;
  stop();
  instrumentation.disable();
  await provider.close();
  await telemetry.shutdown();
});
beforeEach(async () => {
  operations.length = 0;
  provider.clear();
  await telemetry.clear();
});

/** Settles when so many calls have been told of. */
function told(count: number): Promise<void> {
  return new Promise((resolve) => {
    onOperation = () => {
      if (operations.length >= count) resolve();
    };
    onOperation();
  });
}

const SUBJECTS = CLIENTS.flatMap((client) => FORMATS.map((format) => ({ ...client, format })));

describe.each(SUBJECTS)("$name $file.$format", ({ name, file, className, format }) => {
  let Socket: RealtimeClass;
  let client: Client;
  let realtime: Realtime | undefined;
  beforeAll(async () => {
    const { OpenAI } = await loadSdk(name, format === "js" ? "CommonJS" : "ESM");
    const loaded = (await import(`${name}/${file}.${format}`)) as Record<string, RealtimeClass>;
    Socket = loaded[className] as RealtimeClass;
    client = new OpenAI({ apiKey: "test", baseURL: provider.openaiBaseUrl });
  });
  afterEach(() => realtime?.close());

  async function open(): Promise<Realtime> {
    const createConnection = ({ host, port }: { host: string; port: number }): unknown => connectPlain({ host, port });
    const opened = new Socket({ model: MODEL, options: { createConnection }, dangerouslyAllowBrowser: true }, client);
    realtime = opened;
    opened.on("error", () => undefined);
    await new Promise<void>((resolve) => opened.socket.addEventListener("open", resolve));
    return opened;
  }

  it("is billed by response, with audio and what was cached of it", async () => {
    const session = await open();
    session.send({ type: "response.create" });
    await told(1);
    session.send({ type: "response.create" });
    await told(2);

    const usage = {
      inputTokens: 100,
      inputAudioTokens: 60,
      cacheReadTokens: 64,
      cacheReadAudioTokens: 40,
      outputTokens: 22,
      outputAudioTokens: 20,
    };
    const shared = {
      provider: "openai",
      operationName: "chat",
      requestModel: MODEL,
      usageStatus: "reported",
      stream: true,
    };
    expect(operations).toMatchObject([
      { ...shared, usage, finishReasons: ["stop"], responseId: expect.stringMatching(/^resp_/) as string },
      { ...shared, usage },
    ]);
    const [span] = await telemetry.spans();
    expect(span).toMatchObject({ name: `chat ${MODEL}` });
    expect(span?.attributes).toMatchObject({
      "gen_ai.output.type": "speech",
      "server.address": "127.0.0.1",
      "outlay.request.helper": "realtime",
    });
  });

  it("bills a response to whoever asked for it", async () => {
    const session = await open();
    const parent = trace.getTracer("app").startSpan("turn");
    context.with(trace.setSpan(context.active(), parent), () =>
      withAttributes({ "user.id": "u1" }, () => session.send({ type: "response.create" })),
    );
    await told(1);
    parent.end();

    expect(operations).toMatchObject([{ attributes: { "user.id": "u1" }, parentSpanId: parent.spanContext().spanId }]);
  });

  it("bills what was heard to the model that transcribes", async () => {
    const session = await open();
    const transcription = { model: "gpt-4o-transcribe" };
    session.send({ type: "session.update", session: { audio: { input: { transcription } } } });
    session.send({ type: "input_audio_buffer.commit" });
    await told(1);

    expect(operations).toMatchObject([
      {
        operationName: "transcription",
        requestModel: "gpt-4o-transcribe",
        usage: { inputTokens: 20, inputAudioTokens: 20, outputTokens: 5 },
      },
    ]);
  });

  it("knows nothing of the usage of a response that the socket was lost in", async () => {
    const session = await open();
    provider.enqueue({ fault: { kind: "reset" } });
    session.send({ type: "response.create" });
    await told(1);

    expect(operations).toMatchObject([{ status: "aborted", usageStatus: "missing" }]);
  });
});

describe("a realtime response", () => {
  let client: Client;
  let Socket: RealtimeClass;
  beforeAll(async () => {
    const { OpenAI } = await loadSdk("openai", "ESM");
    Socket = ((await import("openai/realtime/ws")) as unknown as Record<string, RealtimeClass>)[
      "OpenAIRealtimeWS"
    ] as RealtimeClass;
    client = new OpenAI({ apiKey: "test", baseURL: provider.openaiBaseUrl });
  });
  const createConnection = ({ host, port }: { host: string; port: number }): unknown => connectPlain({ host, port });

  it.each([
    {
      name: "was interrupted",
      step: { fields: { status: "cancelled", status_details: { reason: "turn_detected" } } },
      operation: { status: "ok", finishReasons: ["turn_detected"], usageStatus: "reported" },
    },
    {
      name: "failed",
      step: { usage: "omit", fields: { status: "failed", status_details: { error: { code: "server_error" } } } },
      operation: { status: "error", errorType: "server_error", usageStatus: "missing" },
    },
    {
      name: "asks for a tool",
      step: { toolCalls: [{ name: "lookup", arguments: {} }] },
      operation: { finishReasons: ["tool_calls"], toolCalls: [{ id: "call_lookup", name: "lookup" }] },
    },
  ] as const)("that $name says so", async ({ step, operation }) => {
    const session = new Socket({ model: MODEL, options: { createConnection } }, client);
    session.on("error", () => undefined);
    await once(session.socket as never, "open");
    provider.enqueue(step);
    session.send({ type: "response.create" });
    await told(1);
    session.close();

    expect(operations).toMatchObject([operation]);
  });

  it("that the server began by itself belongs to where the socket was opened, after a request that was refused", async () => {
    const opened = (user: string): Realtime =>
      withAttributes({ "user.id": user }, () => new Socket({ model: MODEL, options: { createConnection } }, client));
    const session = opened("opener");
    const refused = new Promise((resolve) => session.on("error", resolve));
    await once(session.socket as never, "open");
    provider.enqueue({ fault: { kind: "stall" } });
    session.send({ type: "response.create" });
    withAttributes({ "user.id": "refused" }, () => session.send({ type: "response.create" }));
    await refused;
    session.send({ type: "input_audio_buffer.append" });
    await told(1);
    session.close();
    await told(2);

    expect(operations).toMatchObject([
      { attributes: { "user.id": "opener" }, usageStatus: "reported" },
      { status: "aborted", usageStatus: "missing" },
    ]);
  });
});
