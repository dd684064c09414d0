// SPDX-License-Identifier: Apache-2.0
import type { Attributes } from "@opentelemetry/api";

import { MINUTE_MS } from "./conversations.ts";
import type { TimedBody } from "./conversations.ts";
import type { WireWorld } from "./wire-world.ts";

/** When conversations begin. */
export const START_MS: number = Date.UTC(2026, 9, 20, 9);
/** The call that is sent otherwise, of six. */
const CHANGED = 4;

/** What a span says of its cache: reason, place, look, and whether it cost something. */
export type Finding = readonly unknown[];

/** What the spans of a conversation say of its cache, by call. */
export async function saidOfCache<Body>(
  world: WireWorld,
  script: readonly TimedBody<Body>[],
  send: (body: Body) => Promise<unknown>,
): Promise<readonly Finding[]> {
  for (const { atMs, body } of script) {
    world.setTime(START_MS + atMs);
    world.provider.enqueue({ text: "done", outputTokens: 200 });
    await world.converse("c", () => send(body));
  }
  return world.take().map(findingOf);
}

/** What one span says. */
export function findingOf(attributes: Attributes): Finding {
  const reason = attributes["outlay.cache.miss.reason"];
  if (reason === undefined) return [];
  const { "outlay.cache.miss.pointer": pointer, "outlay.cache.miss.looks_like": look } = attributes;
  return [reason, pointer, look, Number(attributes["outlay.cache.wasted_usd"]) > 0];
}

/** One cause told of one call, and nothing of any other. */
export function once(calls: number, ...finding: Finding): readonly Finding[] {
  return Array.from({ length: calls }, (_, index) => (index === CHANGED ? finding : []));
}

/** All calls from one on are sent otherwise. */
export function from<Call>(script: readonly Call[], change: (call: Call) => Call): readonly Call[] {
  return script.map((call, index) => (index >= CHANGED ? change(call) : call));
}

/** The conversation ends with the call that is sent otherwise. */
export function last<Call>(script: readonly Call[], change: (call: Call, before: Call) => Call): readonly Call[] {
  const [before, changed] = script.slice(CHANGED - 1);
  if (before === undefined || changed === undefined) throw new RangeError("the conversation is too short");
  return [...script.slice(0, CHANGED), change(changed, before)];
}

/** The call with some of its body changed. */
export const withBody = <Body>(call: TimedBody<Body>, change: Partial<Body>): TimedBody<Body> => ({
  ...call,
  body: { ...call.body, ...change },
});

/** The call some minutes later. */
export const later = <Call extends { readonly atMs: number }>(call: Call, minutes: number): Call => ({
  ...call,
  atMs: call.atMs + minutes * MINUTE_MS,
});
