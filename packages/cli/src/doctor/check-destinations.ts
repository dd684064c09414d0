// SPDX-License-Identifier: Apache-2.0
import type { OutlayConfig } from "@outlay/node";

import type { DoctorWorld } from "./doctor-world.ts";
import type { Finding, Section } from "./finding.ts";
import { spanDestinations } from "./span-destinations.ts";
import type { SpanDestination } from "./span-destinations.ts";

const TIMEOUT_MS = 5_000;

/**
 * Where spans go.
 *
 * @param connect - Sends an empty export to each destination, which is the one way to know that it would take a full one.
 */
export async function checkDestinations(
  config: OutlayConfig,
  { env }: DoctorWorld,
  connect: boolean,
): Promise<Section> {
  const { destinations, problems } = spanDestinations(config, env);
  const reached = await Promise.all(destinations.map((destination) => reach(destination, connect)));
  const wrong = problems.map((text): Finding => ({ level: "wrong", text }));
  const none: Finding = { level: "warning", text: "spans go nowhere" };
  const all = [...reached, ...wrong];
  return { title: "Spans go to", findings: all.length === 0 ? [none] : all };
}

async function reach({ name, endpoint }: SpanDestination, connect: boolean): Promise<Finding> {
  if (endpoint === undefined) return { level: "good", text: name };
  if (!connect) return { level: "info", text: `${name} (not tried; --connect does)` };
  try {
    const { status } = await fetch(endpoint.url, {
      method: "POST",
      // An ExportTraceServiceRequest without spans is no bytes at all in protobuf.
      body: new Uint8Array(),
      headers: { ...endpoint.headers, "content-type": "application/x-protobuf" },
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    return answerFinding(name, status);
  } catch (error) {
    return { level: "wrong", text: `${name} does not answer: ${reasonOf(error)}` };
  }
}

function answerFinding(name: string, status: number): Finding {
  if (status >= 200 && status < 300) return { level: "good", text: `${name} answers` };
  if (status === 401 || status === 403) return { level: "wrong", text: `${name} refuses the keys (HTTP ${status})` };
  if (status === 404) return { level: "wrong", text: `${name} knows no such path (HTTP 404)` };
  return { level: "warning", text: `${name} answers an empty export with HTTP ${status}` };
}

/** A code, never a message: those repeat URLs. */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return "unknown reason";
  if (error.name === "TimeoutError") return `nothing in ${TIMEOUT_MS / 1000} s`;
  const { cause } = error;
  const code: unknown = typeof cause === "object" && cause !== null && "code" in cause ? cause.code : undefined;
  return typeof code === "string" ? code : error.name;
}
