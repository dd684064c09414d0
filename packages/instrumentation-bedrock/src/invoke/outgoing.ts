// SPDX-License-Identifier: Apache-2.0
import { numberOf } from "@outlay/core";
import type { CallArguments, OutgoingRequest, RequestFacts } from "@outlay/core";
import { GEN_AI } from "@outlay/semconv";

import { inputOf } from "../command.ts";
import type { InvokeRequestFields } from "../internal-types.ts";
import { parsedBody } from "./json.ts";

/**
 * Reads what policies ask of an `InvokeModelCommand`: its body, whatever the family. It is not changed for another
 * model: each family has a body of its own.
 */
export function outgoingBody({ args }: CallArguments, { attributes }: RequestFacts): OutgoingRequest {
  const { body } = inputOf<InvokeRequestFields>(args[0]);
  return {
    input: [parsedBody(body) ?? body],
    maxOutputTokens: numberOf(attributes[GEN_AI.REQUEST_MAX_TOKENS]),
  };
}
