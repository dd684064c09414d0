// SPDX-License-Identifier: Apache-2.0
import type { ServerResponse } from "node:http";
import { setTimeout as delay } from "node:timers/promises";

import type { Gate } from "./gate.ts";
import { encodeJson } from "./json.ts";
import type { Fault, ScriptedEvent, Step } from "./script.ts";
import type { Answer, Dialect, Problem } from "./vendor.ts";

/** One exchange: where the answer goes and what the script does to it. */
export interface Exchange {
  readonly response: ServerResponse;
  readonly dialect: Dialect;
  readonly requestId: string;
  /** The vendor's headers of every response. */
  readonly headers: Readonly<Record<string, string>>;
  readonly step: Step;
  readonly gate: Gate;
}

/** Overload is what ends most streams midway. */
const STREAM_ERROR_STATUS = 529;

type FaultOf<Kind extends Fault["kind"]> = Extract<Fault, { kind: Kind }>;

/**
 * Sends the answer, or what the step's fault makes of it.
 *
 * The answer is made when the request arrives, not when it is sent: calls side by side do not see each other's cache.
 */
export async function respond(exchange: Exchange, makeAnswer: () => Answer): Promise<void> {
  const { response, step, gate } = exchange;
  const fail = failureOf(exchange);
  const answer = fail ? undefined : makeAnswer();
  if (step.latencyMs !== undefined) await delay(step.latencyMs);
  if (step.fault?.kind === "stall") await gate.wait();
  if (response.destroyed) return;
  if (answer) await sendAnswer(exchange, answer);
  else fail?.();
}

/** The failure that takes the answer's place, if there is one. */
function failureOf(exchange: Exchange): (() => void) | undefined {
  const { fault } = exchange.step;
  if (fault?.kind === "status") return () => sendStatus(exchange, fault);
  if (fault?.kind === "body") return () => sendBody(exchange, fault);
  if (fault?.kind !== "reset" || fault.afterEvents !== undefined) return undefined;
  return () => exchange.response.socket?.resetAndDestroy();
}

/** Sends the vendor's error body. */
export function sendProblem(
  { response, dialect, requestId, headers: common }: Exchange,
  problem: Problem,
  headers: Readonly<Record<string, string>> = {},
): void {
  response.writeHead(problem.status, {
    "content-type": "application/json",
    ...common,
    ...dialect.errorHeaders?.(problem),
    ...headers,
  });
  response.end(encodeJson(dialect.errorBody(problem, requestId)));
}

function sendStatus(exchange: Exchange, fault: FaultOf<"status">): void {
  const headers: Record<string, string> = { ...fault.headers };
  if (fault.retryAfterSeconds !== undefined) headers["retry-after"] = String(fault.retryAfterSeconds);
  if (fault.retryAfterMs !== undefined) headers["retry-after-ms"] = String(fault.retryAfterMs);
  sendProblem(exchange, fault, headers);
}

function sendBody({ response, headers }: Exchange, fault: FaultOf<"body">): void {
  response.writeHead(fault.status ?? 200, { "content-type": fault.contentType, ...headers }).end(fault.body);
}

async function sendAnswer(exchange: Exchange, answer: Answer): Promise<void> {
  if (answer.kind === "stream") return sendStream(exchange, answer);
  if (answer.kind === "bytes") return sendBytes(exchange, answer);
  const { response, step } = exchange;
  const whole =
    answer.kind === "json" ? encodeJson(answer.body) : answer.lines.map((line) => `${encodeJson(line)}\n`).join("");
  const body = step.fault?.kind === "malformed-json" ? whole.slice(0, Math.floor(whole.length / 2)) : whole;
  response.writeHead(200, {
    "content-type": answer.kind === "json" ? "application/json" : "application/x-jsonl",
    ...exchange.headers,
    ...answer.headers,
  });
  answer.onBegin?.();
  response.end(body);
}

function sendBytes({ response, headers }: Exchange, answer: Extract<Answer, { kind: "bytes" }>): void {
  response.writeHead(200, { "content-type": answer.contentType, ...headers, ...answer.headers });
  answer.onBegin?.();
  response.end(answer.bytes);
}

async function sendStream(exchange: Exchange, answer: Extract<Answer, { kind: "stream" }>): Promise<void> {
  const { response, dialect, step } = exchange;
  const writer = dialect.frames;
  const headers = { "content-type": writer.contentType, "cache-control": "no-cache", ...exchange.headers };
  response.writeHead(200, { ...headers, ...answer.headers });
  response.flushHeaders();
  answer.onBegin?.();
  const fault = step.fault;
  for (const [index, event] of answer.events.entries()) {
    if (fault && "afterEvents" in fault && fault.afterEvents === index) {
      if ((await strike(exchange, fault, event)) === "over") return;
      if (fault.kind === "malformed-json") continue;
    }
    await write(response, writer.encode(event));
    if (response.destroyed) return;
  }
  response.end();
}

/** Does what the fault says before an event is sent. */
async function strike(exchange: Exchange, fault: Fault, event: ScriptedEvent): Promise<"over" | "go on"> {
  const { response, dialect, gate } = exchange;
  const writer = dialect.frames;
  switch (fault.kind) {
    case "pause":
      await gate.wait();
      return response.destroyed ? "over" : "go on";
    case "malformed-json": {
      const whole = encodeJson(event.data);
      await write(response, writer.encode({ ...event, data: whole.slice(0, Math.ceil(whole.length / 2)) }));
      return "go on";
    }
    case "stream-error": {
      response.end(dialect.errorFrame({ ...fault, status: STREAM_ERROR_STATUS }));
      return "over";
    }
    case "reset":
      response.socket?.resetAndDestroy();
      return "over";
    default:
      response.end();
      return "over";
  }
}

/**
 * Writes an event and waits until it has left, or the client is gone.
 * Waiting keeps events in separate packets, as a model's are, and before whatever comes next, be it a reset.
 */
function write(response: ServerResponse, bytes: Uint8Array): Promise<void> {
  return new Promise((resolve) => {
    response.once("close", resolve);
    response.write(bytes, () => {
      response.off("close", resolve);
      resolve();
    });
  });
}
