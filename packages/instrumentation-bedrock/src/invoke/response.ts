// SPDX-License-Identifier: Apache-2.0
import { fieldsOf } from "@outlay/core";
import type { ResponseFacts } from "@outlay/core";

import type { InvokeResponseFields } from "../internal-types.ts";
import { completed, usageFromHeaders } from "../usage.ts";
import { wireFactsOf } from "../wire.ts";
import { answerFacts } from "./answer.ts";
import { parsedBody } from "./json.ts";

/** Reads what `InvokeModelCommand` is answered with: the model's own body, and Bedrock's counts in the headers. */
export function invokeResponse(output: unknown): ResponseFacts {
  const facts = answerFacts(parsedBody(fieldsOf<InvokeResponseFields>(output).body));
  return { ...facts, usage: completed(facts.usage, usageFromHeaders(wireFactsOf(output)?.headers ?? {})) };
}
