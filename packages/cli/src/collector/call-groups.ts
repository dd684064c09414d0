// SPDX-License-Identifier: Apache-2.0
import { BILLED_OPERATIONS, DIALECTS, GEN_AI, OUTLAY, REMOTE_AGENT_OPERATION } from "@outlay/semconv";

import { allOf, anyOf, attribute, isMissing, isThere, local, lookUp, note, quoted, set, SPEAKER } from "./ottl.ts";
import type { Ottl, StatementGroup } from "./ottl.ts";
import { scopeFits, speakerStatements } from "./speaker-groups.ts";

/** Where emitters say what a span stands for, best first. */
const OPERATION_KINDS = ["ai.operationId", GEN_AI.OPERATION_NAME, "openinference.span.kind"];
/** Only the span of the call itself had it, before there were names of operations. */
const OLD_CALL_MARK = "llm.request.type";

/** Spans of emitters that name no operation, but whose marker tells a call. */
const UNNAMED: readonly Ottl[] = DIALECTS.filter(
  ({ unnamedOperation, marker }) => unnamedOperation !== undefined && marker !== undefined,
).map(({ marker = "", scopes }) => allOf([isThere(attribute(marker)), anyOf(scopes.map(scopeFits))]));

const UNNAMED_SCOPE = `scope.attributes[${quoted(SPEAKER)}]["unnamed"]`;

/** Spans that have to do with GenAI at all, and no cost yet: every other one is passed by after a look at its attributes. */
const LOOKS_LIKE_GEN_AI: Ottl = allOf([
  anyOf([
    ...[...OPERATION_KINDS, OLD_CALL_MARK].map((name) => isThere(attribute(name))),
    isThere(UNNAMED_SCOPE),
    ...UNNAMED.map((condition) => `(${condition})`),
  ]),
  // Whoever priced the call before, in the program or in another Collector, knew more of it.
  isMissing(attribute(OUTLAY.COST_STATUS)),
]);

/** Begins notes on every span that stands for one billed model call: agents and workflows repeat the sum of theirs. */
export function billedCalls(): StatementGroup {
  const kind = local("kind");
  const operation = local("operation");
  const isNameless = allOf([isMissing(kind), isMissing(operation)]);
  const hasInput = isThere(attribute(GEN_AI.USAGE_INPUT_TOKENS));
  return {
    context: "span",
    error_mode: "silent",
    conditions: [LOOKS_LIKE_GEN_AI],
    statements: [
      ...OPERATION_KINDS.map((name) =>
        set(kind, attribute(name), allOf([isMissing(kind), `IsString(${attribute(name)})`])),
      ),
      set(operation, lookUp(BILLED_OPERATIONS, kind), isThere(kind)),
      // An agent that runs elsewhere: nothing below it is here.
      set(
        operation,
        quoted("chat"),
        allOf([`${kind} == ${quoted(REMOTE_AGENT_OPERATION)}`, "span.kind == SPAN_KIND_CLIENT", hasInput]),
      ),
      set(operation, quoted("chat"), allOf([isNameless, isThere(attribute(OLD_CALL_MARK))])),
      set(operation, UNNAMED_SCOPE, allOf([isNameless, isThere(UNNAMED_SCOPE), hasInput])),
      ...UNNAMED.map((condition) => set(operation, quoted("chat"), allOf([isNameless, condition]))),
      set(note("operation"), operation, isThere(operation)),
    ],
  };
}

/** Notes who emitted each of the calls. */
export function callSpeakers(): StatementGroup {
  return { context: "span", conditions: [isThere(note("operation"))], statements: speakerStatements() };
}
