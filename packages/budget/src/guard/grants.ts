// SPDX-License-Identifier: Apache-2.0
import type { BudgetEvent } from "../event.ts";
import { approvalRequested } from "../grant-event.ts";
import type { CounterState, GrantOutcome, Hold, LedgerStore, ReserveOutcome } from "../ledger/ledger-store.ts";
import type { GuardSettings } from "./guard-options.ts";

/** Questions remembered, so that each is told once; forgotten all together when there are this many. */
const MAX_QUESTIONS = 1_000;

/** Hands on what a grant or an adjustment brought about: to whoever listens here, or to whoever looks into the outbox. */
export function tellGrant(
  store: Pick<LedgerStore, "reach">,
  settings: Pick<GuardSettings, "onEvent" | "onEventsStored">,
  { events, ...state }: GrantOutcome,
): CounterState {
  if (store.reach === "thread") for (const event of events) settings.onEvent(event);
  else if (events.length > 0) settings.onEventsStored();
  return state;
}

/** What a store refused. */
type Denied = Pick<Extract<ReserveOutcome, { kind: "denied" }>, "failing" | "states">;

/** Tells that somebody has to decide whether more may be spent. */
export class Questions {
  readonly #asked = new Set<string>();
  readonly #now: () => number;
  readonly #tell: ((question: BudgetEvent) => void) | undefined;

  /** @param tell - Left out where nothing is acted on, and so nobody has to decide. */
  constructor(now: () => number, tell: ((question: BudgetEvent) => void) | undefined) {
    this.#now = now;
    this.#tell = tell;
  }

  /** Tells of each counter that refused, unless it was told of and nothing has been granted since. */
  ask(holds: readonly Hold[], { failing, states }: Denied, traceId: string | undefined): void {
    for (const place of failing) {
      const [hold, state] = [holds[place], states[place]];
      const question = hold && state && questionOf(hold, state, this.#now(), traceId);
      if (question === undefined || this.#asked.has(question.key)) continue;
      if (this.#asked.size >= MAX_QUESTIONS) this.#asked.clear();
      this.#asked.add(question.key);
      this.#tell?.(question);
    }
  }
}

function questionOf({ counter, amount }: Hold, state: CounterState, atMs: number, traceId?: string): BudgetEvent {
  const { plan, window, key } = counter;
  const { held, granted } = state;
  const scene = { plan, window, counter: { ...state, key }, atMs, traceId };
  return approvalRequested(scene, { requested: amount, held, granted });
}
