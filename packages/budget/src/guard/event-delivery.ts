// SPDX-License-Identifier: Apache-2.0
import type { BudgetEvent } from "../event.ts";
import type { ClaimedEvent, Eventually, LedgerStore } from "../ledger/ledger-store.ts";
import { quietly } from "../quietly.ts";

/** Options of {@link deliverBudgetEvents}. */
export interface EventDeliveryOptions {
  /** How often to look for what others have left behind. @defaultValue `5_000` */
  readonly everyMs?: number | undefined;
  /**
   * How long an event is kept from others once it is claimed; while it is being told the claim is renewed each time the
   * outbox is looked at. @defaultValue `30_000`
   */
  readonly leaseMs?: number | undefined;
  /** Is told when the store does not answer; what is in it is taken later. What it throws is ignored. */
  readonly onError?: ((error: unknown) => void) | undefined;
}

/** Takes events out of a store's outbox. */
export interface EventDelivery {
  /** Takes what is there, without waiting for those who are told. Never rejects. */
  readonly deliver: () => Promise<void>;
  /** Waits until what was told by now is crossed off; not for what is still being told. Never rejects. */
  readonly crossedOff: () => Promise<void>;
  readonly stop: () => void;
}

const EVERY_MS = 5_000;
const LEASE_MS = 30_000;
const MAX_AT_ONCE = 100;

/**
 * Takes the events of a store that several processes share, each in one process: also those of a process that died
 * before it had told anybody. An event is crossed off when it was told and not before, so it is told at least once; twice
 * by a process that dies in between or loses the store, with the same `key`.
 *
 * Its timer keeps no process alive.
 *
 * @param take - Tells. Answers, when that is done, whether it need not be done again; after a false, something thrown or a
 * rejection the event comes again, here or elsewhere, when its claim has ended.
 */
export function deliverBudgetEvents(
  store: Pick<LedgerStore, "claimEvents" | "extendEvents" | "acknowledgeEvents">,
  take: (event: BudgetEvent) => Eventually<boolean>,
  options: EventDeliveryOptions = {},
): EventDelivery {
  const delivery = new Delivery(store, take, options);
  const timer = setInterval(() => void delivery.deliver(), options.everyMs ?? EVERY_MS);
  timer.unref();
  return {
    deliver: () => delivery.deliver(),
    crossedOff: () => delivery.crossedOff(),
    stop: () => clearInterval(timer),
  };
}

class Delivery {
  readonly #store: Parameters<typeof deliverBudgetEvents>[0];
  readonly #take: Parameters<typeof deliverBudgetEvents>[1];
  readonly #options: EventDeliveryOptions;
  /** Claimed and being told. */
  readonly #told = new Set<string>();
  readonly #crossing = new Set<Promise<void>>();
  #last: Promise<void> = Promise.resolve();
  #waiting: Promise<void> | undefined;

  constructor(
    store: Parameters<typeof deliverBudgetEvents>[0],
    take: Parameters<typeof deliverBudgetEvents>[1],
    options: EventDeliveryOptions,
  ) {
    this.#store = store;
    this.#take = take;
    this.#options = { ...options, onError: quietly(options.onError) };
  }

  /** Whoever asks while one round runs gets the next: what it is about may have come too late for this one. */
  deliver(): Promise<void> {
    this.#waiting ??= this.#last.then(() => {
      this.#waiting = undefined;
      this.#last = this.#round();
      return this.#last;
    });
    return this.#waiting;
  }

  async crossedOff(): Promise<void> {
    // Whoever has just been told answers a few ticks later.
    await new Promise((resolve) => setTimeout(resolve, 0));
    await Promise.all(this.#crossing);
  }

  async #round(): Promise<void> {
    const { leaseMs = LEASE_MS } = this.#options;
    try {
      if (this.#told.size > 0) await this.#store.extendEvents([...this.#told], leaseMs);
      for (let left = MAX_AT_ONCE; left === MAX_AT_ONCE;) {
        const claimed = await this.#store.claimEvents(MAX_AT_ONCE, leaseMs);
        left = claimed.length;
        // What is told at once is crossed off at once, all of it together.
        const done = claimed.filter((one) => this.#begin(one)).map(({ id }) => id);
        if (done.length > 0) await this.#store.acknowledgeEvents(done);
      }
    } catch (error) {
      this.#options.onError?.(error);
    }
  }

  /** @returns Whether it is told already. */
  #begin({ id, event }: ClaimedEvent): boolean {
    // Its claim ended while it was being told, and nobody else has taken it.
    if (this.#told.has(id)) return false;
    try {
      const taken = this.#take(event);
      if (!(taken instanceof Promise)) return taken;
      this.#told.add(id);
      void taken.then(
        (isTold) => this.#end(id, isTold),
        () => this.#end(id, false),
      );
    } catch {
      // It comes again.
    }
    return false;
  }

  #end(id: string, isTold: boolean): void {
    this.#told.delete(id);
    if (!isTold) return;
    const crossed = this.#crossOff(id).finally(() => this.#crossing.delete(crossed));
    this.#crossing.add(crossed);
  }

  async #crossOff(id: string): Promise<void> {
    try {
      await this.#store.acknowledgeEvents([id]);
    } catch (error) {
      this.#options.onError?.(error);
    }
  }
}
