// SPDX-License-Identifier: Apache-2.0
import type { Operation, PendingCall, Usage } from "@outlay/core";

/** Conversations remembered; the ones that were quiet longest are forgotten first. */
const MAX_CONVERSATIONS = 10_000;

/** What the last call of a conversation to a model was like: what the next one is likely to be. */
interface LastCall {
  readonly inputTokens: number;
  readonly outputTokens: number;
  readonly usesCache: boolean;
}

/**
 * Remembers, for each conversation and model, how much of a prompt is likely to be in the provider's cache: all that
 * the last call of the conversation sent, where that call used the cache at all. A guess, for choosing the cheaper
 * model; no cap relies on it.
 */
export class WarmPrompts {
  readonly #last = new Map<string, LastCall>();

  /** Takes note of a call that ended. */
  ended({ attributes, traceId, requestModel, usage }: Operation): void {
    const key = keyOf({ attributes, traceId }, requestModel);
    if (key === undefined || usage?.inputTokens === undefined) return;
    this.#last.delete(key);
    const [oldest] = this.#last.keys();
    if (oldest !== undefined && this.#last.size >= MAX_CONVERSATIONS) this.#last.delete(oldest);
    this.#last.set(key, {
      inputTokens: usage.inputTokens,
      outputTokens: usage.outputTokens ?? 0,
      usesCache: (usage.cacheReadTokens ?? 0) + (usage.cacheWriteTokens ?? 0) > 0,
    });
  }

  /** What a call is likely to use with a model, when its prompt has so many tokens. */
  expect(call: PendingCall, model: string | undefined, inputTokens: number): Usage {
    const own = this.#last.get(keyOf(call, call.request.model) ?? "");
    const there = this.#last.get(keyOf(call, model) ?? "");
    const outputTokens = own?.outputTokens ?? call.outgoing?.maxOutputTokens ?? 0;
    const cacheReadTokens = there?.usesCache === true ? Math.min(there.inputTokens, inputTokens) : 0;
    return { inputTokens, outputTokens, ...(cacheReadTokens > 0 && { cacheReadTokens }) };
  }
}

function keyOf(
  { attributes, traceId }: Pick<PendingCall, "attributes" | "traceId">,
  model: string | undefined,
): string | undefined {
  const conversation = attributes["gen_ai.conversation.id"] ?? attributes["session.id"] ?? traceId;
  return conversation === undefined || model === undefined ? undefined : JSON.stringify([conversation, model]);
}
