// SPDX-License-Identifier: Apache-2.0
import { guard, reportProblem } from "../guard.ts";
import { processState } from "../process-state.ts";
import type { Admission, CallPolicy, PendingAdmission, PendingCall } from "./call-policy.ts";

/**
 * Asks every policy in turn; the first refusal ends it, and gives back what the policies before it held.
 *
 * Synchronous as long as the policies are: a call under limits that are known in the process is not delayed by a tick.
 *
 * @returns `undefined` when nobody has anything to say.
 */
export function admitCall(call: PendingCall): PendingAdmission {
  return ask([...processState.policies], call, []);
}

function ask(policies: readonly CallPolicy[], call: PendingCall, said: readonly Admission[]): PendingAdmission {
  const [policy, ...rest] = policies;
  if (policy === undefined) return merge(said);
  const verdict = guard("core.policy", () => policy.admit(call));
  if (verdict instanceof Promise) {
    return verdict.then(
      (late) => goOn(rest, call, said, late),
      (error: unknown) => {
        reportProblem("core.policy", error);
        return ask(rest, call, said);
      },
    );
  }
  return goOn(rest, call, said, verdict);
}

function goOn(
  rest: readonly CallPolicy[],
  call: PendingCall,
  said: readonly Admission[],
  verdict: Admission | undefined,
): PendingAdmission {
  if (verdict === undefined) return ask(rest, call, said);
  if (verdict.refusal === undefined) return ask(rest, call, [...said, verdict]);
  for (const admission of said) releaseAdmission(admission);
  return merge([...said, verdict]);
}

/** Tells a policy that what it held will not be used. */
export function releaseAdmission(admission: Admission | undefined): void {
  if (admission?.release !== undefined) guard("core.policy", () => admission.release?.());
}

function merge(said: readonly Admission[]): Admission | undefined {
  const [only, ...more] = said;
  if (only === undefined || more.length === 0) return only;
  return {
    id: said.find(({ id }) => id !== undefined)?.id,
    edit: Object.assign({}, ...said.map(({ edit }) => edit)) as Admission["edit"],
    attributes: Object.assign({}, ...said.map(({ attributes }) => attributes)) as Admission["attributes"],
    refusal: said.find(({ refusal }) => refusal !== undefined)?.refusal,
    release: () => {
      for (const admission of said) releaseAdmission(admission);
    },
  };
}
