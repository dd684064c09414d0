// SPDX-License-Identifier: Apache-2.0
import { createCacheAnalyzer } from "@outlay/analysis";
import type { CacheBreak, CacheMissReason, PriceCall } from "@outlay/analysis";
import { usdFromPico } from "@outlay/pricing";

import { BEGINNING_MS } from "./agent-session.ts";
import { quantity } from "./benchmark.ts";
import type { Benchmark, BenchmarkWorld, FigureTable, Quantity } from "./benchmark.ts";
import { BREAK_CAUSES } from "./break-causes.ts";
import type { BreakCause } from "./break-causes.ts";
import { seededRandom, wholeBetween } from "./random.ts";
import type { Random } from "./random.ts";
import type { ScriptedCall, ScriptedMessage } from "./scripted-call.ts";
import { costUsd, sendScript } from "./send-script.ts";

const MODELS = { anthropic: "claude-sonnet-4-5", openai: "gpt-5.6", "gcp.gemini": "gemini-3-pro" } as const;
const PROVIDERS = Object.keys(MODELS) as (keyof typeof MODELS)[];
const DEFAULT_SEED = 1;
/** Of each cause at each provider. */
const CONVERSATIONS = 20;
/** Bills are compared by tokens that are shared out by bytes. */
const TOLERANCE = 0.03;

/** B4: one change to a conversation, and what is said of it. */
export const breaks: Benchmark = {
  id: "B4",
  name: "breaks",
  shows: "Whether the cause of a broken prompt cache is found, where it is, and what it cost",
  run(world) {
    const random = seededRandom(world.seed ?? DEFAULT_SEED);
    const causes = BREAK_CAUSES.map((cause) => verdictsOf(cause, random, world));
    return {
      tables: [confusion(causes), falseAlarms(random, world)],
      notes: [
        "Each conversation that is drawn has its own tools, instructions and turns, drawn by the seed; one change is made at a call that is drawn too. The cache is simulated by the published rules of Claude Sonnet 4.5, GPT-5.6 and Gemini 3 Pro; what is said of a call comes from the analyzer that runs in production.",
        "Right cost: what is said to be wasted is what the conversation costs more than without the change, within 3 %, where both send prompts of one length.",
        "The simulated cache and the analyzer read one table of rules. `test/bench` makes the same changes through the real SDKs, to a provider whose cache was written apart from it.",
        "The vendors' own diagnostics say neither dollars nor the tool or message, and do not know a prompt that expired.",
      ],
    };
  },
};

type Conversation = readonly [ScriptedCall, ...(readonly ScriptedCall[])];

/** What was said of one conversation with a change in it. */
interface Verdict {
  readonly reason: CacheMissReason | "nothing";
  readonly isRightReason: boolean;
  readonly isRightPlace: boolean;
  /** Absent where the bills cannot be compared. */
  readonly isRightCost?: boolean;
  /** Said beyond the one break that there was. */
  readonly more: number;
}

interface CauseVerdicts {
  readonly what: string;
  readonly verdicts: readonly Verdict[];
}

function verdictsOf(cause: BreakCause, random: Random, { price }: BenchmarkWorld): CauseVerdicts {
  const verdicts = (cause.providers ?? PROVIDERS).flatMap((provider) =>
    Array.from({ length: CONVERSATIONS }, () => verdictOf(cause, conversationOf(provider, random), random, price)),
  );
  return { what: cause.what, verdicts };
}

function verdictOf(cause: BreakCause, whole: Conversation, random: Random, price: PriceCall): Verdict {
  const at = wholeBetween(random, 4, whole.length - 2);
  const script = broken(whole, at, cause);
  const [first, ...others] = breaksOf(script, price);
  const source = cause.lasts === "once" ? script : whole;
  const expected = cause.expected(source[at] ?? whole[0]);
  const isRightReason = first?.reason === expected.reason;
  return {
    reason: first?.reason ?? "nothing",
    isRightReason,
    isRightPlace: isRightReason && first.pointer === expected.pointer,
    ...(cause.isComparable && { isRightCost: isCostRight(first, [whole, script], price) }),
    more: others.length,
  };
}

function confusion(causes: readonly CauseVerdicts[]): FigureTable {
  return {
    title: "What was said of each change",
    columns: ["drawn", "right cause", "right place", "right cost", "of", "said twice", "said otherwise"],
    rows: causes.map(({ what, verdicts }) => {
      const counted = (isIt: (verdict: Verdict) => boolean | undefined): Quantity =>
        quantity("count", verdicts.filter((verdict) => isIt(verdict) === true).length);
      const comparable = verdicts.filter(({ isRightCost }) => isRightCost !== undefined).length;
      const cost = [counted(({ isRightCost }) => isRightCost), quantity("count", comparable)];
      return {
        what,
        figures: [
          quantity("count", verdicts.length),
          counted(({ isRightReason }) => isRightReason),
          counted(({ isRightPlace }) => isRightPlace),
          ...(comparable === 0 ? [undefined, undefined] : cost),
          counted(({ more }) => more > 0),
          otherwise(verdicts),
        ],
      };
    }),
  };
}

/** The cells of the confusion matrix that should be empty. */
function otherwise(verdicts: readonly Verdict[]): string {
  const counts = new Map<string, number>();
  for (const { reason, isRightReason } of verdicts)
    if (!isRightReason) counts.set(reason, (counts.get(reason) ?? 0) + 1);
  return [...counts].map(([reason, count]) => `${reason} ${count}`).join(", ") || "nothing";
}

function falseAlarms(random: Random, { price }: BenchmarkWorld): FigureTable {
  return {
    title: "What was said of conversations that only grow",
    columns: ["drawn", "calls", "alarms"],
    rows: PROVIDERS.map((provider) => {
      let [calls, alarms] = [0, 0];
      for (let index = 0; index < CONVERSATIONS; index += 1) {
        const script = conversationOf(provider, random);
        calls += script.length;
        alarms += breaksOf(script, price).length;
      }
      const figures = [CONVERSATIONS, calls, alarms].map((count) => quantity("count", count));
      return { what: MODELS[provider], figures };
    }),
  };
}

function broken(whole: readonly ScriptedCall[], at: number, { change, lasts }: BreakCause): readonly ScriptedCall[] {
  if (lasts === "always") return whole.slice(0, 2).map((call) => change(call, call));
  return whole.flatMap((call, index) => {
    const before = whole[index - 1];
    if (index < at || before === undefined) return [call];
    if (index === at) return [change(call, before)];
    // After a change that was made once, the conversation ends: what follows would go on from it, or from what was before.
    return lasts === "once" ? [] : [change(call, before)];
  });
}

function breaksOf(script: readonly ScriptedCall[], price: PriceCall): readonly CacheBreak[] {
  const analyzer = createCacheAnalyzer(price);
  return sendScript(script).flatMap((operation) => analyzer.add(operation)?.broken ?? []);
}

/** The bill with the change, less the bill without: as far as the first call that it was made to. */
function isCostRight(
  found: CacheBreak | undefined,
  [whole, changed]: readonly [readonly ScriptedCall[], readonly ScriptedCall[]],
  price: PriceCall,
): boolean {
  if (found?.wastedPicoUsd === undefined) return false;
  const at = changed.findIndex(({ atMs }) => atMs === found.atMs);
  const [was, is] = [whole, changed].map((script) => costUsd(sendScript(script.slice(0, at + 1)), price)) as [
    number,
    number,
  ];
  const wasted = usdFromPico(found.wastedPicoUsd);
  return Math.abs(wasted - (is - was)) <= TOLERANCE * (is - was);
}

/** A conversation that only grows, a call a minute. */
function conversationOf(provider: keyof typeof MODELS, random: Random): Conversation {
  const mark = provider === "anthropic" ? { breakpoint: "5m" as const } : {};
  const tools = Array.from({ length: wholeBetween(random, 2, 6) }, (_, index) => {
    return { name: `tool_${index}`, tokens: wholeBetween(random, 300, 900) };
  });
  const system = [
    { name: "rules of 9:00", tokens: wholeBetween(random, 3_800, 6_000), looksLike: "timestamp", ...mark } as const,
  ];
  const place = { provider, model: MODELS[provider], conversation: "c", tools, system, outputTokens: 200 };
  const history: ScriptedMessage[] = [];
  const callAt = (call: number): ScriptedCall => {
    const turns = call === 0 ? 1 : 2 * wholeBetween(random, 1, 2);
    for (let turn = 0; turn < turns; turn += 1) {
      const role = history.length % 2 === 0 ? "user" : "assistant";
      history.push({ role, name: `turn ${history.length}`, tokens: wholeBetween(random, 800, 2_400) });
    }
    const messages = history.map((message, index) =>
      index === history.length - 1 ? { ...message, ...mark } : message,
    );
    return { ...place, atMs: BEGINNING_MS + call * 60_000, messages };
  };
  const calls = wholeBetween(random, 8, 12);
  return [callAt(0), ...Array.from({ length: calls - 1 }, (_, index) => callAt(index + 1))];
}
