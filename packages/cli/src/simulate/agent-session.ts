// SPDX-License-Identifier: Apache-2.0
import { seededRandom, wholeBetween } from "./random.ts";
import type { Random } from "./random.ts";
import type { ScriptedBlock, ScriptedCall, ScriptedMessage } from "./scripted-call.ts";

/**
 * How a session uses the prompt cache. `none`: nothing is asked for, and where providers keep every prompt, each begins
 * with another word. `system`: the instructions only. `rolling`: the instructions, and all that was said.
 */
export type CacheUse = "none" | "system" | "rolling";

/** An agent that calls a tool after each answer and sends its result back: a history that only grows. */
export interface AgentSession {
  readonly provider: ScriptedCall["provider"];
  readonly model: string;
  /** Instructions. */
  readonly systemTokens: number;
  /** What the user asks at the beginning. */
  readonly questionTokens: number;
  /** Of each tool result. */
  readonly resultTokens: number;
  /** Of each answer. */
  readonly outputTokens: number;
  readonly calls: number;
  readonly gapMs: number;
  readonly cache: CacheUse;
  /** @defaultValue 5m */
  readonly ttl?: "5m" | "1h";
}

/** A day on which all prices of the benchmarks are known. */
export const BEGINNING_MS: number = Date.UTC(2026, 9, 20, 9);
/** Sessions that sizes are drawn for; without a seed they would all be alike. */
const DRAWN_SESSIONS = 20;

/** One session, or with a seed several: sizes are drawn from half to one and a half of their means. */
export function sessionsOf(session: AgentSession, seed: number | undefined): readonly (readonly ScriptedCall[])[] {
  if (seed === undefined) return [scriptOf(session, "s0")];
  const random = seededRandom(seed);
  return Array.from({ length: DRAWN_SESSIONS }, (_, index) => scriptOf(session, `s${index}`, random));
}

/** The requests of a session. */
export function scriptOf(session: AgentSession, conversation: string, random?: Random): readonly ScriptedCall[] {
  const { provider, model, calls, gapMs, outputTokens, questionTokens, resultTokens, ttl = "5m" } = session;
  const drawn = (mean: number): number =>
    random === undefined ? mean : wholeBetween(random, Math.ceil(mean / 2), Math.floor(mean * 1.5));
  const history: ScriptedMessage[] = [];
  const script: ScriptedCall[] = [];
  let answerTokens = 0;
  for (let call = 0; call < calls; call += 1) {
    if (call > 0) history.push({ role: "assistant", name: `answer ${conversation} ${call}`, tokens: answerTokens });
    const tokens = call === 0 ? questionTokens : drawn(resultTokens);
    history.push({ role: "user", name: `${call === 0 ? "question" : "result"} ${conversation} ${call}`, tokens });
    answerTokens = drawn(outputTokens);
    const atMs = BEGINNING_MS + call * gapMs;
    const places = { provider, model, conversation, atMs, tools: [], outputTokens: answerTokens };
    script.push({ ...places, ...laidOut(session, `rules ${conversation}`, history, { call, ttl }) });
  }
  return script;
}

/** A session before this one that had the same instructions in the cache. */
export function warmed(script: readonly ScriptedCall[]): readonly ScriptedCall[] {
  const [first] = script;
  if (first === undefined) return script;
  const messages = first.messages.map((message): ScriptedMessage => ({ ...message, name: "another question" }));
  return [{ ...first, messages, conversation: "before", atMs: first.atMs - 60_000 }, ...script];
}

function laidOut(
  { cache, systemTokens, provider }: AgentSession,
  rules: string,
  history: readonly ScriptedMessage[],
  { call, ttl }: { readonly call: number; readonly ttl: "5m" | "1h" },
): { readonly system: readonly ScriptedBlock[]; readonly messages: readonly ScriptedMessage[] } {
  const keepsAll = provider !== "anthropic";
  const mark = cache === "none" || keepsAll ? {} : { breakpoint: ttl };
  const name = cache === "none" && keepsAll ? `${call} ${rules}` : rules;
  const messages = history.map((message, index): ScriptedMessage => {
    if (cache === "rolling" && index === history.length - 1) return { ...message, ...mark };
    return cache === "system" && keepsAll && index === 0 ? { ...message, name: `${call} ${message.name}` } : message;
  });
  return { system: [{ name, tokens: systemTokens, ...mark }], messages };
}
