// SPDX-License-Identifier: Apache-2.0
import { conversationOf } from "@outlay/analysis";
import type { AnalyzedCall } from "@outlay/analysis";

import type { ReportSection, SectionMaker } from "./report-section.ts";
import { groupRow } from "./report-table.ts";
import type { ReportRow, ReportTable, ReportValue } from "./report-table.ts";

/** Conversations whose calls are held one by one, and calls of each. */
const MOST_SESSIONS = 500;
const MOST_CALLS = 200;

interface Session {
  picoUsd: number;
  calls: number;
  readonly rows: ReportRow[];
}

/** The dearest conversation, call by call: what of each prompt was read from the cache, written to it, or neither. */
export const sessionSection: SectionMaker = () => new SessionSection();

class SessionSection implements ReportSection {
  readonly #sessions = new Map<string, Session>();

  call({ operation, cost }: AnalyzedCall): void {
    const id = conversationOf(operation);
    if (id === undefined) return;
    const session = this.#sessionOf(id);
    session.calls += 1;
    const usd = cost.status === "unpriced" ? undefined : cost.totalPicoUsd / 1e12;
    if (cost.status !== "unpriced") session.picoUsd += cost.totalPicoUsd;
    if (session.rows.length >= MOST_CALLS) return;
    session.rows.push(groupRow(session.calls, ...tokensOf(operation), usd, cost.status));
  }

  tables(): readonly ReportTable[] {
    const [first] = [...this.#sessions].toSorted(([, one], [, other]) => other.picoUsd - one.picoUsd);
    if (first === undefined || first[1].calls < 2) return [];
    const [id, { calls, rows }] = first;
    const left = calls > rows.length ? ` The first ${rows.length} of ${calls} calls.` : "";
    return [
      {
        id: "session_cache",
        title: "The dearest session, call by call",
        note: `Session ${id}.${left}`,
        columns: [
          { key: "call", title: "call", kind: "count" },
          { key: "model", title: "model", kind: "text" },
          { key: "uncached_input_tokens", title: "uncached", kind: "count" },
          { key: "cache_read_tokens", title: "read from cache", kind: "count" },
          { key: "cache_write_tokens", title: "written to cache", kind: "count" },
          { key: "output_tokens", title: "output", kind: "count" },
          { key: "cost_usd", title: "cost $", kind: "usd" },
          { key: "status", title: "status", kind: "text" },
        ],
        rows,
        chart: {
          kind: "stack",
          label: "call",
          values: ["cache_read_tokens", "cache_write_tokens", "uncached_input_tokens"],
          unit: "tokens",
        },
      },
    ];
  }

  #sessionOf(id: string): Session {
    const known = this.#sessions.get(id);
    if (known !== undefined) return known;
    if (this.#sessions.size >= MOST_SESSIONS) this.#letCheapHalfGo();
    const session: Session = { picoUsd: 0, calls: 0, rows: [] };
    this.#sessions.set(id, session);
    return session;
  }

  #letCheapHalfGo(): void {
    const cheapFirst = [...this.#sessions].toSorted(([, one], [, other]) => one.picoUsd - other.picoUsd);
    for (const [id] of cheapFirst.slice(0, MOST_SESSIONS / 2)) this.#sessions.delete(id);
  }
}

/** Model, tokens neither read nor written, read, written, and of the answer. */
function tokensOf({ usage = {}, responseModel, requestModel }: AnalyzedCall["operation"]): readonly ReportValue[] {
  const { inputTokens, cacheReadTokens = 0, cacheWriteTokens = 0, outputTokens } = usage;
  const model = responseModel ?? requestModel;
  if (inputTokens === undefined) return [model, undefined, undefined, undefined, outputTokens];
  const uncached = Math.max(0, inputTokens - cacheReadTokens - cacheWriteTokens);
  return [model, uncached, cacheReadTokens, cacheWriteTokens, outputTokens];
}
