// SPDX-License-Identifier: Apache-2.0
import type { TrueCall } from "../src/fixture.ts";

/** A count or name of {@link TrueCall} that a reader of spans may miss. */
export type Told = Exclude<keyof TrueCall, "provider" | "operationName" | "costPicoUsd">;

/** What may be true of the bill of a call whose span does not say everything. */
export interface Bill {
  readonly status: "priced" | "estimated" | "partial" | "unpriced";
  /** Left out: nobody knows. */
  readonly picoUsd?: number;
}

/** How what is read differs from what was true; nothing, where nothing is named. */
export interface Expected {
  /** Facts that are in no span. */
  readonly lost?: readonly Told[];
  /** Facts that the spans have wrong. */
  readonly wrong?: Partial<TrueCall>;
  /** The bill, where it is not the true one with status `priced`. */
  readonly bill?: Bill;
  /** There is no span for the call. */
  readonly unseen?: boolean;
}

const LIFETIMES = ["cacheWrite5mTokens", "cacheWrite1hTokens"] as const;
const ANSWER = ["inputTokens", "cacheReadTokens", "outputTokens", "reasoningTokens"] as const;

/** A five-minute write taken for one, but not known to be: 100 × 3 + 1000 × 0.3 + 400 × 3.75 + 50 × 15 micro-USD. */
const SHORT_CACHE_ASSUMED: Bill = { status: "estimated", picoUsd: 2_850_000_000 };
/** The same with an output token too many. */
const ONE_TOO_MANY: Bill = { status: "estimated", picoUsd: 2_865_000_000 };
/** 1500 × 0.25 + 50 × 2 micro-USD: all of the input at the full rate. */
const CACHE_UNKNOWN: Bill = { status: "estimated", picoUsd: 475_000_000 };
/** 100 × 3.3 + 50 × 16.5 micro-USD: cached input is not in the input, and nowhere else. */
const CACHED_INPUT_MISSING: Bill = { status: "partial", picoUsd: 1_155_000_000 };
const UNKNOWN: Bill = { status: "unpriced" };

const NO_USAGE: Expected = { lost: ANSWER, bill: UNKNOWN };
/** The model is the one that was asked for. */
const ASKED_MODEL: Expected = { wrong: { model: "gpt-5-mini" } };
const UNSEEN: Expected = { unseen: true };
const OPENAI_WITHOUT_CACHE: Expected = { lost: ["cacheReadTokens", "reasoningTokens"], bill: CACHE_UNKNOWN };
const WITHOUT_LIFETIMES: Expected = { lost: LIFETIMES, bill: SHORT_CACHE_ASSUMED };
const CACHE = ["cacheReadTokens", "cacheWriteTokens", ...LIFETIMES] as const;

/** Cases of the Anthropic API, for an emitter that drops what is given beside the lifetimes of cache writes. */
function messages(...dropped: readonly Told[]): Record<string, Expected> {
  const lost = [...LIFETIMES, ...dropped];
  return {
    "*": { lost, bill: SHORT_CACHE_ASSUMED },
    "message-long-cache": { lost: [...lost, "webSearchRequests"], bill: SHORT_CACHE_ASSUMED },
  };
}

/** By emitter; `*` is for the cases without a row. */
export const EXPECTED: Readonly<Record<string, Readonly<Record<string, Expected>>>> = {
  "ai-sdk-5": {
    "openai-chat": OPENAI_WITHOUT_CACHE,
    "openai-responses": OPENAI_WITHOUT_CACHE,
    // It makes an id up.
    google: { lost: ["responseId"] },
    "google-stream": { lost: ["responseId"] },
  },
  "ai-sdk-7": {
    anthropic: WITHOUT_LIFETIMES,
    "anthropic-stream": WITHOUT_LIFETIMES,
    "anthropic-tool-loop": WITHOUT_LIFETIMES,
    "anthropic-long-cache": { ...WITHOUT_LIFETIMES, lost: [...LIFETIMES, "webSearchRequests"] },
  },
  "anthropic-native": {
    // 100 × 3 + 1000 × 0.3 + 100 × 3.75 + 300 × 6 + 50 × 15 micro-USD; nothing tells of the searches.
    "message-long-cache": { lost: ["webSearchRequests"], bill: { status: "priced", picoUsd: 3_525_000_000 } },
  },
  "claude-code": { interaction: { bill: SHORT_CACHE_ASSUMED } },
  "gemini-cli": {
    "llm-call": {
      lost: ["cacheReadTokens", "reasoningTokens"],
      wrong: { outputTokens: 30 },
      // 1500 × 0.3 + 30 × 2.5 micro-USD: nothing tells of the thoughts, and the cached input is taken for new.
      bill: { status: "partial", picoUsd: 525_000_000 },
    },
  },
  "langsmith-openai": { "chat-stream": UNSEEN, "responses-stream": UNSEEN, embeddings: UNSEEN },
  mastra: {
    openai: { lost: ["responseId"] },
    anthropic: { lost: [...LIFETIMES, "responseId"], bill: SHORT_CACHE_ASSUMED },
    "anthropic-long-cache": {
      lost: [...LIFETIMES, "responseId", "webSearchRequests"],
      bill: SHORT_CACHE_ASSUMED,
    },
  },
  "openinference-anthropic": messages("reasoningTokens", "responseId"),
  "openinference-around-anthropic-native": messages("reasoningTokens", "responseId"),
  "openinference-bedrock": {
    converse: { lost: CACHE, wrong: { inputTokens: 100, model: "anthropic" }, bill: UNKNOWN },
    "invoke-model": {
      lost: [...LIFETIMES, "reasoningTokens", "responseId"],
      wrong: { model: "anthropic" },
      bill: UNKNOWN,
    },
  },
  "openinference-langchain": {
    "openai-chat": ASKED_MODEL,
    "openai-chat-stream": ASKED_MODEL,
    anthropic: { lost: ["reasoningTokens"] },
    "anthropic-stream": {
      lost: ["reasoningTokens"],
      wrong: { outputTokens: 51 },
      bill: { status: "priced", picoUsd: 2_865_000_000 },
    },
  },
  "openinference-openai": {
    "*": { lost: ["responseId"] },
    "chat-stream": { ...NO_USAGE, ...ASKED_MODEL, lost: [...ANSWER, "responseId"] },
    embeddings: { lost: ["inputTokens"], bill: UNKNOWN },
  },
  "openlit-anthropic": {
    ...messages("reasoningTokens"),
    "message-stream": { lost: [...LIFETIMES, "reasoningTokens"], wrong: { outputTokens: 51 }, bill: ONE_TOO_MANY },
  },
  "openlit-openai": {
    chat: { lost: ["reasoningTokens"] },
    "chat-tools": { lost: ["reasoningTokens"] },
    "chat-stream": { lost: ["reasoningTokens"] },
  },
  "openllmetry-anthropic": messages("reasoningTokens", "responseId"),
  "openllmetry-bedrock": {
    converse: UNSEEN,
    "invoke-model": {
      lost: [...CACHE, "reasoningTokens", "responseId"],
      wrong: { inputTokens: 100 },
      bill: CACHED_INPUT_MISSING,
    },
  },
  "openllmetry-google": { "*": { wrong: { provider: "gcp.gen_ai", operationName: "generate_content" } } },
  "openllmetry-openai": {
    "*": OPENAI_WITHOUT_CACHE,
    "chat-stream": NO_USAGE,
    "responses-stream": { ...NO_USAGE, ...ASKED_MODEL, lost: [...ANSWER, "responseId"] },
    embeddings: UNSEEN,
  },
  "opentelemetry-aws-sdk": {
    converse: { lost: CACHE, wrong: { inputTokens: 100 }, bill: CACHED_INPUT_MISSING },
    "invoke-model": {
      lost: [...CACHE, "reasoningTokens", "responseId"],
      wrong: { inputTokens: 100, model: "us.anthropic.claude-sonnet-4-6" },
      bill: CACHED_INPUT_MISSING,
    },
  },
  "opentelemetry-openai": { "*": OPENAI_WITHOUT_CACHE, embeddings: {} },
  // 100 × 3.3 + 1000 × 0.33 + 400 × 4.125 + 50 × 16.5 micro-USD; how long the cache is kept is not told.
  strands: { agent: { bill: { status: "estimated", picoUsd: 3_135_000_000 } } },
  "sentry-anthropic": messages("reasoningTokens"),
  "sentry-openai": {
    "chat-stream": { lost: ["reasoningTokens"] },
    "responses-stream": { lost: ["reasoningTokens"] },
  },
};

/** What is expected of one fixture. */
export function expectedOf(emitter: string, name: string): Expected {
  const cases = EXPECTED[emitter];
  return cases?.[name] ?? cases?.["*"] ?? {};
}
