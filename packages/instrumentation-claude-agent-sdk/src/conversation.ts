// SPDX-License-Identifier: Apache-2.0
import type { Context } from "@opentelemetry/api";
import { fieldsOf, textOf } from "@outlay/core";
import type { TracingHost } from "@outlay/core";

import type { MessageListener } from "./follow-messages.ts";
import type { MessageFields, OptionsFields } from "./internal-types.ts";
import { knownTotals, rememberTotals } from "./known-totals.ts";
import { totalsFrom, usedSince } from "./model-totals.ts";
import type { ModelTotals } from "./model-totals.ts";
import { Turn } from "./turn.ts";

/** Which agent it is, where the options do not name one: the SDK runs Claude Code. */
const DEFAULT_AGENT = "claude-code";

/** Folds the messages of one `query` into turns, each with its spans and its bill. */
export class Conversation implements MessageListener {
  readonly #host: TracingHost;
  readonly #agent: string;
  readonly #parent: Context;
  /** Totals that are billed already; unknown while a session is resumed that this process has not seen. */
  #billed: readonly ModelTotals[] | undefined;
  #sessionId: string | undefined;
  #turn: Turn | undefined;

  constructor(host: TracingHost, options: unknown, parent: Context) {
    const { agent, resume, continue: goesOn } = fieldsOf<OptionsFields>(options);
    this.#host = host;
    this.#agent = textOf(agent) ?? DEFAULT_AGENT;
    this.#parent = parent;
    const resumed = textOf(resume);
    const isNew = resumed === undefined && goesOn !== true;
    this.#billed = isNew ? [] : knownTotals(resumed ?? "");
    this.#turn = this.#startTurn();
  }

  push(value: unknown): void {
    const message = fieldsOf<MessageFields>(value);
    this.#meet(textOf(message.session_id));
    this.#turn ??= this.#startTurn();
    if (message.type === "result") this.#settle(message);
    else this.#turn.push(message);
  }

  end(error?: unknown): void {
    this.#turn?.end({ error, isBillKnown: false });
    this.#turn = undefined;
  }

  #startTurn(): Turn {
    return new Turn(this.#host, { agent: this.#agent, sessionId: this.#sessionId, parent: this.#parent });
  }

  #meet(sessionId: string | undefined): void {
    if (sessionId === undefined || sessionId === this.#sessionId) return;
    this.#sessionId = sessionId;
    this.#billed ??= knownTotals(sessionId);
    this.#turn?.meet(sessionId);
  }

  #settle(message: Partial<MessageFields>): void {
    const totals = totalsFrom(message.modelUsage);
    const isBillKnown = this.#billed !== undefined && totals.length > 0;
    if (this.#billed !== undefined) for (const used of usedSince(this.#billed, totals)) this.#turn?.bill(used);
    if (totals.length > 0) {
      this.#billed = totals;
      if (this.#sessionId !== undefined) rememberTotals(this.#sessionId, totals);
    }
    const errorType = message.is_error === true ? (textOf(message.subtype) ?? "error") : undefined;
    this.#turn?.end({ errorType: errorType === "success" ? "error" : errorType, isBillKnown });
    this.#turn = undefined;
  }
}
