// SPDX-License-Identifier: Apache-2.0
import type { BudgetCall, CallFindings as FoundCharges } from "@outlay/budget";
import { nanoUsdFromPico } from "@outlay/pricing";

import { findingAttributes } from "./finding-attributes.ts";
import type { CallFindings } from "./findings.ts";

/**
 * Adds to a call what was found out about it, for budgets that count that; they can match and group by its attributes.
 *
 * A break is worth what the call cost more for it, what was sent again what it cost to send; a call of a loop and one
 * that tries again were not needed at all.
 */
export function withFindings(call: BudgetCall, findings: CallFindings): BudgetCall {
  const { resent, loop, retry, broken } = findings;
  const whole = { costNanoUsd: call.costNanoUsd, tokens: call.tokens };
  const charges: FoundCharges = {
    ...(broken !== undefined && {
      cache_breaks: { costNanoUsd: nanoUsdOf(broken.wastedPicoUsd), tokens: broken.missedTokens },
    }),
    ...(resent !== undefined &&
      resent.tokens > 0 && {
        resent_context: { costNanoUsd: nanoUsdOf(resent.picoUsd), tokens: resent.tokens },
      }),
    ...(loop !== undefined && { loops: whole }),
    ...(retry !== undefined && { retries: whole }),
  };
  if (Object.keys(charges).length === 0) return call;
  return { ...call, findings: charges, attributes: { ...call.attributes, ...findingAttributes(findings) } };
}

function nanoUsdOf(picoUsd: number | undefined): number | undefined {
  return picoUsd === undefined ? undefined : nanoUsdFromPico(picoUsd);
}
