// SPDX-License-Identifier: Apache-2.0
import { wait } from "./eventually.ts";
import type { Steps } from "./eventually.ts";
import type { AdmissionScene } from "./admission.ts";
import { tellGrant } from "./grants.ts";
import type { Approval, ApprovalRequest } from "./guard-options.ts";
import type { TouchedBudget } from "./holds.ts";

/** What came of asking somebody: more was granted, it was not, nobody can be waited for, or the store did not take it. */
export type Answer = "granted" | "refused" | "nobody" | "store_failed";

/**
 * Waits, while the call holds nothing, for somebody to grant more to each of the budgets that ask for it.
 *
 * @param request - Its `id` names the grants: a call that asks twice is granted once.
 */
export function* askForMore(
  { settings, store }: Pick<AdmissionScene, "settings" | "store">,
  request: ApprovalRequest,
  asking: readonly TouchedBudget[],
): Steps<Answer> {
  const { approver } = settings;
  const timeoutsMs = asking.map(({ admission }) => admission.escalateTimeoutMs);
  if (approver === undefined || timeoutsMs.includes(undefined)) return "nobody";
  const timeoutMs = Math.min(...timeoutsMs.map((timeout) => timeout ?? 0));
  // What is no answer is no yes.
  const answer: Approval | undefined = yield* wait(answerWithin(async () => approver(request), timeoutMs));
  if (!answer?.approved) return "refused";
  try {
    for (const [index, item] of asking.entries()) {
      const granted = yield* wait(store.grant(`${request.id}/${index}`, item.counter, answer.grant, answer));
      tellGrant(store, settings, granted);
    }
  } catch (error) {
    settings.onStoreError(error);
    return "store_failed";
  }
  return "granted";
}

/** Nobody answering is a no, and so is somebody who fails. The timer does not keep the process. */
async function answerWithin(ask: () => Promise<Approval>, timeoutMs: number): Promise<Approval> {
  const no: Approval = { approved: false };
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<Approval>((resolve) => {
    timer = setTimeout(() => resolve(no), timeoutMs);
  });
  try {
    return await Promise.race([ask().catch(() => no), late]);
  } finally {
    clearTimeout(timer);
  }
}
