// SPDX-License-Identifier: Apache-2.0
import type { CacheMissReason } from "@outlay/analysis";

import type { ScriptedBlock, ScriptedCall, ScriptedMessage } from "./scripted-call.ts";

/** A call that is sent otherwise, and the one before it. */
type Change = (call: ScriptedCall, before: ScriptedCall) => ScriptedCall;

/** One way in which a prompt is not read from the cache, done to a conversation that would have been. */
export interface BreakCause {
  readonly what: string;
  /** @defaultValue all that can have it */
  readonly providers?: readonly ScriptedCall["provider"][];
  /** Whether one call is sent otherwise, or it and all after it, or all of a conversation of two calls. */
  readonly lasts: "once" | "from then on" | "always";
  readonly change: Change;
  readonly expected: (call: ScriptedCall) => { readonly reason: CacheMissReason; readonly pointer?: string };
  /** Whether the prompt is as long as it would have been, so that both bills can be compared. */
  readonly isComparable: boolean;
}

const MINUTE_MS = 60_000;
const ANTHROPIC = ["anthropic"] as const;
const OPENAI = ["openai"] as const;

const lastPointer = ({ messages }: ScriptedCall): string => `/messages/${messages.length - 1}/content/0`;
const withoutMark = <T extends ScriptedBlock>({ breakpoint: _mark, ...block }: T): Omit<T, "breakpoint"> => block;

function setting(name: string): Pick<BreakCause, "lasts" | "change" | "isComparable"> {
  const change: Change = (call) => ({ ...call, settings: { ...call.settings, [name]: "another" } });
  return { lasts: "from then on", change, isComparable: true };
}

function later(call: ScriptedCall): ScriptedCall {
  return { ...call, atMs: call.atMs + 45 * MINUTE_MS };
}

function messagesOf(
  call: ScriptedCall,
  change: (message: ScriptedMessage, index: number) => ScriptedMessage,
): ScriptedCall {
  return { ...call, messages: call.messages.map(change) };
}

/** A turn of many small blocks, only the last of them marked. */
function burst(call: ScriptedCall, { messages }: ScriptedCall): ScriptedCall {
  const added = Array.from({ length: 30 }, (_, index): ScriptedMessage => {
    return { role: "user", name: `burst ${index}`, tokens: 40, ...(index === 29 && { breakpoint: "5m" as const }) };
  });
  return { ...call, system: call.system.map(withoutMark), messages: [...messages.map(withoutMark), ...added] };
}

function shortened(call: ScriptedCall): ScriptedCall {
  const system = call.system.map((block) => ({ ...block, tokens: 300 }));
  return messagesOf({ ...call, tools: [], system }, (message) => ({ ...message, tokens: 50 }));
}

function summarised(call: ScriptedCall): ScriptedCall {
  const last = call.messages.at(-1);
  const summary: ScriptedMessage = { role: "user", name: "summary", tokens: 300 };
  return { ...call, messages: last === undefined ? [summary] : [summary, last] };
}

/** In the order of a request: what its head does, what its history does, what time does. */
export const BREAK_CAUSES: readonly BreakCause[] = [
  {
    what: "timestamp in the instructions",
    lasts: "from then on",
    change: (call) => ({ ...call, system: call.system.map((block) => ({ ...block, name: "rules of 9:07" })) }),
    expected: ({ provider }) => ({
      reason: provider === "openai" ? "input_changed" : "system_changed",
      pointer: "/system/0",
    }),
    isComparable: true,
  },
  {
    what: "tools in another order",
    lasts: "from then on",
    change: (call) => ({ ...call, tools: call.tools.toReversed() }),
    expected: () => ({ reason: "tools_changed", pointer: "/tools/0" }),
    isComparable: true,
  },
  {
    what: "a tool more",
    lasts: "from then on",
    change: (call) => ({ ...call, tools: [...call.tools, { name: "bash", tokens: 400 }] }),
    expected: ({ tools }) => ({ reason: "tools_changed", pointer: `/tools/${tools.length}` }),
    isComparable: false,
  },
  {
    what: "another model",
    providers: ANTHROPIC,
    lasts: "from then on",
    change: (call) => ({ ...call, model: "claude-opus-4-5" }),
    expected: () => ({ reason: "model_changed", pointer: "/model" }),
    isComparable: false,
  },
  {
    what: "another tool choice",
    providers: ANTHROPIC,
    ...setting("tool_choice"),
    expected: () => ({ reason: "settings_changed", pointer: "/tool_choice" }),
  },
  {
    what: "another cache key",
    providers: OPENAI,
    ...setting("prompt_cache_key"),
    expected: () => ({ reason: "prompt_cache_key_changed", pointer: "/prompt_cache_key" }),
  },
  {
    what: "another effort",
    providers: OPENAI,
    ...setting("reasoning_effort"),
    expected: () => ({ reason: "reasoning_effort_changed", pointer: "/reasoning_effort" }),
  },
  {
    what: "an old message edited",
    lasts: "from then on",
    change: (call) =>
      messagesOf(call, (message, index) => (index === 1 ? { ...message, name: "edited answer" } : message)),
    expected: ({ provider }) => ({
      reason: provider === "openai" ? "input_changed" : "messages_changed",
      pointer: "/messages/1/content/0",
    }),
    isComparable: true,
  },
  {
    what: "history compacted",
    lasts: "once",
    change: summarised,
    expected: () => ({ reason: "context_compacted", pointer: "/messages/0/content/0" }),
    isComparable: false,
  },
  {
    what: "a pause longer than prompts are kept",
    lasts: "from then on",
    change: later,
    expected: () => ({ reason: "ttl_expired" }),
    isComparable: true,
  },
  {
    what: "no breakpoint any more",
    providers: ANTHROPIC,
    lasts: "once",
    change: (call) => ({ ...messagesOf(call, withoutMark), system: call.system.map(withoutMark) }),
    expected: () => ({ reason: "no_breakpoint" }),
    isComparable: false,
  },
  {
    what: "more blocks than are looked back over",
    providers: ANTHROPIC,
    lasts: "once",
    change: burst,
    expected: (call) => ({ reason: "lookback_exceeded", pointer: lastPointer(call) }),
    isComparable: false,
  },
  {
    what: "sent before the answer to the last began",
    lasts: "once",
    change: (call, before) => ({ ...call, atMs: before.atMs + 200 }),
    expected: () => ({ reason: "concurrent_write" }),
    isComparable: true,
  },
  {
    what: "a prompt too short to be kept",
    providers: ANTHROPIC,
    lasts: "always",
    change: shortened,
    expected: () => ({ reason: "below_minimum" }),
    isComparable: false,
  },
];
