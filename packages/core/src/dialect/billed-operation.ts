// SPDX-License-Identifier: Apache-2.0
import type { Attributes } from "@opentelemetry/api";
import { BILLED_OPERATIONS, GEN_AI, REMOTE_AGENT_OPERATION } from "@outlay/semconv";

import type { OperationName } from "../operation.ts";
import { dialectOf, dialectsOfScope } from "./dialect-of.ts";
import type { SpanFacts } from "./span-facts.ts";

const OPERATION_KINDS = ["ai.operationId", GEN_AI.OPERATION_NAME, "openinference.span.kind"] as const;
/** `SpanKind.CLIENT` of the API. */
const CLIENT = 2;

/**
 * What a span that stands for one billed model call did; `undefined` for every other span. Asked of every span of the
 * process.
 */
export function billedOperation(span: SpanFacts): OperationName | undefined {
  const { attributes } = span;
  for (const name of OPERATION_KINDS) {
    const kind = attributes[name];
    if (typeof kind !== "string") continue;
    if (Object.hasOwn(BILLED_OPERATIONS, kind)) return BILLED_OPERATIONS[kind as keyof typeof BILLED_OPERATIONS];
    return kind === REMOTE_AGENT_OPERATION && isRemoteCall(span) ? "chat" : undefined;
  }
  // Emitters from before `gen_ai.operation.name`: only the span of the call itself carries counts.
  if (attributes["llm.request.type"] !== undefined) return "chat";
  return unnamedOperation(span);
}

/** Some emitters name no operation; their table entry knows which of their spans are calls. */
function unnamedOperation(span: SpanFacts): OperationName | undefined {
  for (const { unnamedOperation: operation } of dialectsOfScope(span.scope)) {
    if (operation === undefined) continue;
    const dialect = dialectOf(span);
    return dialect?.unnamedOperation !== undefined && hasCounts(span.attributes, dialect.marker)
      ? operation
      : undefined;
  }
  return undefined;
}

/** An agent that runs elsewhere: nothing below it is here, and its counts are its own. */
function isRemoteCall({ kind, attributes }: SpanFacts): boolean {
  return kind === CLIENT && hasCounts(attributes, undefined);
}

function hasCounts(attributes: Attributes, marker: string | undefined): boolean {
  return attributes[marker ?? GEN_AI.USAGE_INPUT_TOKENS] !== undefined;
}
