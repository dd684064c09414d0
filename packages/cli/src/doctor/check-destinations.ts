// SPDX-License-Identifier: Apache-2.0
import type { OutlayConfig } from "@outlay/node";

import type { DoctorWorld } from "./doctor-world.ts";
import type { Finding, Section } from "./finding.ts";
import { spanDestinations } from "./span-destinations.ts";
import type { SpanDestination } from "./span-destinations.ts";
import { testSpan } from "./test-span.ts";

const TIMEOUT_MS = 5_000;

/** What is sent to destinations: nothing at all, an export without spans, or one with a span that stands for no call. */
export type Probe = "none" | "empty" | "span";

interface Export {
  readonly body: Uint8Array<ArrayBuffer> | string;
  readonly contentType: string;
  /** What it is, in the words of findings. */
  readonly name: string;
}

/** An ExportTraceServiceRequest without spans is no bytes at all in protobuf. */
const EMPTY: Export = { body: new Uint8Array(), contentType: "application/x-protobuf", name: "an empty export" };

/** Where spans go, and whether they would arrive: an export is the one way to know. */
export async function checkDestinations(config: OutlayConfig, world: DoctorWorld, probe: Probe): Promise<Section> {
  const { destinations, problems } = spanDestinations(config, world.env);
  const span = testSpan(world.nowMs);
  const sent = probe === "span" ? { body: span.body, contentType: "application/json", name: "a span" } : EMPTY;
  const reached = await Promise.all(
    destinations.map((destination) => reach(destination, probe === "none" ? undefined : sent)),
  );
  const wrong = problems.map((text): Finding => ({ level: "wrong", text }));
  const none: Finding = { level: "warning", text: "spans go nowhere" };
  const all = [...reached, ...wrong];
  const isSent = probe === "span" && destinations.some(({ endpoint }) => endpoint !== undefined);
  const trace: readonly Finding[] = isSent ? [{ level: "info", text: `trace ${span.traceId} has the span` }] : [];
  return { title: "Spans go to", findings: all.length === 0 ? [none] : [...all, ...trace] };
}

async function reach({ name, endpoint }: SpanDestination, sent: Export | undefined): Promise<Finding> {
  if (endpoint === undefined) return { level: "good", text: name };
  if (sent === undefined) return { level: "info", text: `${name} (not tried; --connect does)` };
  try {
    const answer = await fetch(endpoint.url, {
      method: "POST",
      body: sent.body,
      headers: { ...endpoint.headers, "content-type": sent.contentType },
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    return answerFinding(name, answer.status, sent, await refusedSpans(answer));
  } catch (error) {
    return { level: "wrong", text: `${name} does not answer: ${reasonOf(error)}` };
  }
}

function answerFinding(name: string, status: number, sent: Export, refused: number): Finding {
  if (refused > 0) return { level: "wrong", text: `${name} answers, and refuses the span` };
  if (status >= 200 && status < 300)
    return { level: "good", text: sent === EMPTY ? `${name} answers` : `${name} took ${sent.name}` };
  if (status === 401 || status === 403) return { level: "wrong", text: `${name} refuses the keys (HTTP ${status})` };
  if (status === 404) return { level: "wrong", text: `${name} knows no such path (HTTP 404)` };
  return { level: "warning", text: `${name} answers ${sent.name} with HTTP ${status}` };
}

/** A success may be partial: OTLP says so in the body. */
async function refusedSpans(answer: Response): Promise<number> {
  const text = await answer.text();
  try {
    const { partialSuccess } = JSON.parse(text) as { partialSuccess?: { rejectedSpans?: string | number } };
    return Number(partialSuccess?.rejectedSpans ?? 0);
  } catch {
    return 0;
  }
}

/** A code, never a message: those repeat URLs. */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return "unknown reason";
  if (error.name === "TimeoutError") return `nothing in ${TIMEOUT_MS / 1000} s`;
  const { cause } = error;
  const code: unknown = typeof cause === "object" && cause !== null && "code" in cause ? cause.code : undefined;
  return typeof code === "string" ? code : error.name;
}
