// SPDX-License-Identifier: Apache-2.0
import { context } from "@opentelemetry/api";
import type { Context } from "@opentelemetry/api";
import {
  ProviderCall,
  StructureSpan,
  contextWithScope,
  fieldsOf,
  listOf,
  normalizeUsage,
  textOf,
  usageFromAnthropic,
} from "@outlay/core";
import type { ResponseFacts, TracingHost } from "@outlay/core";
import { GEN_AI } from "@outlay/semconv";

import { billFromSeen, billFromTotals } from "./billed-usage.ts";
import type { SeenCall } from "./billed-usage.ts";
import type { ApiMessageFields, MessageFields } from "./internal-types.ts";
import type { ModelTotals } from "./model-totals.ts";
import { ToolSpans } from "./tool-spans.ts";

/** Where a turn belongs. */
export interface TurnFacts {
  readonly agent: string;
  readonly sessionId: string | undefined;
  readonly parent: Context;
}

/** How a turn ended. */
export interface TurnEnd {
  readonly error?: unknown;
  readonly errorType?: string | undefined;
  /** Whether the result told what was used; if not, what was seen is billed, as partial. */
  readonly isBillKnown: boolean;
}

/** One turn of a conversation, from a prompt to its result: the agent's span, its tools, and what its models used. */
export class Turn {
  readonly #host: TracingHost;
  readonly #startTimeMs: number = Date.now();
  readonly #span: StructureSpan;
  readonly #tools: ToolSpans;
  readonly #seen = new Map<string, SeenCall>();
  #inside: Context;

  constructor(host: TracingHost, { agent, sessionId, parent }: TurnFacts) {
    this.#host = host;
    this.#span = new StructureSpan(host, { kind: "agent", name: agent, conversationId: sessionId }, { parent });
    this.#inside = this.#span.context;
    this.#tools = new ToolSpans(host, this.#inside);
  }

  /** The session's id became known. */
  meet(sessionId: string): void {
    const scope = { [GEN_AI.CONVERSATION_ID]: sessionId };
    this.#span.setAttributes(scope);
    this.#inside = contextWithScope(this.#inside, scope);
    this.#tools.inside = this.#inside;
  }

  push(message: Partial<MessageFields>): void {
    const parentToolId = textOf(message.parent_tool_use_id);
    const api = fieldsOf<ApiMessageFields>(message.message);
    if (message.type === "assistant") {
      this.#see(api);
      this.#tools.asked(listOf(api.content), parentToolId);
    } else if (message.type === "user") {
      this.#tools.answered(listOf(api.content));
    }
  }

  /** Bills what one model used in this turn. */
  bill(totals: ModelTotals): void {
    const seen = [...this.#seen.values()].filter(({ model }) => isSameModel(model, totals));
    const model = totals.canonicalModel ?? totals.model;
    this.#record(model, totals.provider, billFromTotals(totals, seen));
  }

  end({ error, errorType, isBillKnown }: TurnEnd): void {
    if (!isBillKnown) this.#billSeen();
    this.#tools.end();
    this.#span.end({ error, errorType });
  }

  /** Without a sum: the prompts that were seen, and not what was answered. */
  #billSeen(): void {
    for (const [model, seen] of Map.groupBy(this.#seen.values(), (call) => call.model)) {
      this.#record(model, "anthropic", billFromSeen(model, seen));
    }
  }

  #record(model: string, provider: string, response: ResponseFacts): void {
    const request = { operationName: "chat", model, stream: false, attributes: {} } as const;
    context.with(this.#inside, () =>
      new ProviderCall(this.#host, request, { provider }, this.#startTimeMs).end({ status: "ok", response }),
    );
  }

  /** Each block of an answer comes as a message of its own, with the same id and the same usage. */
  #see({ id: givenId, model: givenModel, usage }: Partial<ApiMessageFields>): void {
    const [id, model] = [textOf(givenId), textOf(givenModel)];
    if (id === undefined || model === undefined) return;
    // What it counts as output is from before there was any.
    const { outputTokens: _early, ...prompt } = normalizeUsage(usageFromAnthropic(usage).usage ?? {}).usage;
    if (prompt.inputTokens !== undefined) this.#seen.set(id, { id, model, prompt });
  }
}

/** Totals go by the name that was asked for, messages by the snapshot that answered. */
function isSameModel(model: string, { model: asked, canonicalModel }: ModelTotals): boolean {
  return (
    model === asked ||
    (canonicalModel !== undefined && (model === canonicalModel || model.startsWith(`${canonicalModel}-`)))
  );
}
