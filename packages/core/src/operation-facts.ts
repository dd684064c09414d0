// SPDX-License-Identifier: Apache-2.0
import type { Admission } from "./admission/call-policy.ts";
import type { RequestFacts, ResponseFacts } from "./facts.ts";
import type { Operation } from "./operation.ts";

/** What the answer says and the operation repeats as it is. */
export function answerFacts(response: ResponseFacts): { [Key in keyof Operation]?: Operation[Key] | undefined } {
  return {
    responseId: response.id,
    iterations: response.iterations,
    callCount: response.callCount,
    serviceTier: response.serviceTier,
    finishReasons: response.finishReasons,
    toolCalls: response.toolCalls,
    cacheDiagnosis: response.cacheDiagnosis,
    reportedCostUsd: response.reportedCostUsd,
  };
}

/** What a policy made of the call: answers that do not name their model come from the one it was given to. */
export function admissionFacts(
  admission: Admission | undefined,
  response: ResponseFacts,
): { [Key in keyof Operation]?: Operation[Key] | undefined } {
  return {
    responseModel: response.model ?? admission?.edit?.model,
    admissionId: admission?.id,
    sent: admission?.refusal === undefined ? undefined : false,
  };
}

/** An answer that is fetched by its id, billed by what was asked for where it does not repeat that. */
export function withBilledUnits(
  response: ResponseFacts | undefined,
  { billedUnits }: RequestFacts,
): ResponseFacts | undefined {
  const usage = response?.usage;
  if (billedUnits === undefined || usage === undefined) return response;
  return { ...response, usage: { ...usage, units: { ...usage.units, ...billedUnits } } };
}

/** How the edits of a policy are named on the span. */
export function editNames({ edit }: Admission): readonly string[] {
  return [
    ...(edit?.model === undefined ? [] : ["model"]),
    ...(edit?.maxOutputTokens === undefined ? [] : ["max_output_tokens"]),
  ];
}
