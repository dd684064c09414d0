// SPDX-License-Identifier: Apache-2.0
import { withDeadline } from "./deadline.ts";
import type { Eventually, FoundLeases, LedgerStore } from "./ledger-store.ts";

/** A settlement is asked for so often by stores that insist on it, each time with the whole of their timeout. */
const SETTLE_TRIES = 4;

/**
 * Waits for a store no longer than it may take, whoever has written it: a step that is never answered must not become
 * a call that is never made. What a store answers at once is handed on at once.
 *
 * @param onExpired - Is told how many leases the store has found ended.
 */
export function boundedStore(
  store: LedgerStore,
  timeoutMs: number,
  onExpired: (leases: number) => void = () => undefined,
): LedgerStore {
  const found = <Answer extends FoundLeases>(answer: Eventually<Answer>): Eventually<Answer> => {
    if (answer instanceof Promise) return answer.then((outcome) => tellExpired(outcome, onExpired));
    return tellExpired(answer, onExpired);
  };
  const asked = <Answer>(answer: Eventually<Answer>): Eventually<Answer> => within(answer, timeoutMs, true);
  const told = <Answer>(answer: Eventually<Answer>): Eventually<Answer> =>
    within(answer, SETTLE_TRIES * timeoutMs, false);
  return {
    reach: store.reach,
    reserve: (reservation) => asked(found(store.reserve(reservation))),
    settle: (settlement) => told(found(store.settle(settlement))),
    release: (id) => told(store.release(id)),
    extend: (ids, leaseMs) => told(store.extend(ids, leaseMs)),
    adjust: (id, counter, amount, note) => asked(store.adjust(id, counter, amount, note)),
    grant: (id, counter, amount, note) => asked(store.grant(id, counter, amount, note)),
    read: (counters) => asked(store.read(counters)),
    groups: (plan, window) => asked(store.groups(plan, window)),
    claimEvents: (max, leaseMs) => told(store.claimEvents(max, leaseMs)),
    extendEvents: (ids, leaseMs) => told(store.extendEvents(ids, leaseMs)),
    acknowledgeEvents: (ids) => told(store.acknowledgeEvents(ids)),
    recover: () => asked(store.recover()),
    close: () => told(store.close()),
  };
}

function tellExpired<Answer extends FoundLeases>(answer: Answer, onExpired: (leases: number) => void): Answer {
  if (answer.expired !== undefined) onExpired(answer.expired);
  return answer;
}

function within<Answer>(answer: Eventually<Answer>, timeoutMs: number, keepsProcess: boolean): Eventually<Answer> {
  return answer instanceof Promise ? withDeadline(() => answer, timeoutMs, keepsProcess) : answer;
}
