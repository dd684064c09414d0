// SPDX-License-Identifier: Apache-2.0
import { JSON_OPTION } from "../command.ts";
import type { Command } from "../command.ts";
import { EXIT } from "../exit-codes.ts";
import { readSpanFiles } from "../otlp/read-span-files.ts";
import { projectPrices } from "../prices/config-prices.ts";
import { UsageError } from "../usage-error.ts";
import { counted } from "../view/numbers.ts";
import { explainTrace } from "./explain.ts";
import { renderExplainedTrace } from "./explain-view.ts";
import { configuredBudgets } from "./configured-budgets.ts";
import { recordedCalls } from "./recorded-calls.ts";
import type { RecordedCall } from "./recorded-calls.ts";

/** Fewer digits fit too many traces. */
const MIN_PREFIX_LENGTH = 4;

/** `outlay budgets explain` */
export const explainTraceCommand: Command = {
  about:
    "Tells of each call of a trace which budgets of this folder it counted in, what they stood at before and after, which thresholds it reached, and what was decided about it. Reads the spans of all traces that share the budgets, as OTLP JSON lines; - is stdin. The beginning of a trace id is enough where no other begins like it.",
  positionals: { usage: "TRACE_ID FILE…", least: 2, most: Infinity },
  options: { json: JSON_OPTION },
  examples: ["4bf92f3577b34da6a3ce929d0e0e4736 outlay.jsonl", "4bf92f35 last-week-*.jsonl.gz"],
  found: "a call of the trace was refused, rerouted or clamped",
  async run(input, io) {
    const config = configuredBudgets(io);
    const [wanted = "", ...files] = input.positionals;
    const { engine } = await projectPrices(io);
    const calls = await recordedCalls(readSpanFiles(files, io), engine, { unsent: true });
    const traceId = traceNamed(wanted, calls);
    const explained = explainTrace(calls, config.budgets, traceId);
    io.stdout(
      input.has("json")
        ? `${JSON.stringify({ traceId, calls: explained }, undefined, 2)}\n`
        : renderExplainedTrace(traceId, explained, io),
    );
    return explained.some(({ decision }) => decision !== undefined) ? EXIT.FOUND : EXIT.OK;
  },
};

/** @throws {UsageError} If no trace has calls that is named so, or more than one. */
function traceNamed(wanted: string, calls: readonly RecordedCall[]): string {
  const name = wanted.toLowerCase();
  const ids = new Set(calls.flatMap(({ call }) => call.traceId ?? []));
  if (ids.has(name)) return name;
  const like = name.length < MIN_PREFIX_LENGTH ? [] : [...ids].filter((id) => id.startsWith(name));
  const [only] = like;
  if (only !== undefined && like.length === 1) return only;
  const read = `${counted(calls.length, "call")} of ${counted(ids.size, "trace")} were read`;
  if (like.length === 0) throw new UsageError(`TRACE_ID: got "${wanted}", expected a trace with calls; ${read}`);
  throw new UsageError(`TRACE_ID: got "${wanted}", expected more of it: ${like.slice(0, 3).join(", ")}`);
}
