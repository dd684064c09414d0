// SPDX-License-Identifier: Apache-2.0
import type { ThresholdAction } from "../definition.ts";
import type { CounterState, Hold, LedgerStore, ReserveOutcome } from "../ledger/ledger-store.ts";
import { fittingOutputCap } from "./clamp.ts";
import { wait } from "./eventually.ts";
import type { Steps } from "./eventually.ts";
import type { FinalCalls } from "./final-calls.ts";
import type { Approval, GuardSettings, GuardVerdict } from "./guard-options.ts";
import type { CallBound, CallEdit, GuardedCall } from "./guarded-call.ts";
import { tellGrant } from "./grants.ts";
import type { Questions } from "./grants.ts";
import { assumePrice, holdsOf } from "./holds.ts";
import type { TouchedBudget } from "./holds.ts";
import { cheaperModel } from "./reroute.ts";
import { retryAtOf, violationOf } from "./violation.ts";
import type { RefusalDetails, RefusalReason } from "./violation.ts";

/** What an admission needs beside the call. */
export interface AdmissionScene {
  readonly settings: GuardSettings;
  readonly store: LedgerStore;
  readonly finals: FinalCalls;
  readonly questions: Questions;
  /** Counters of a call in the windows of a moment. */
  touchedAt(call: GuardedCall, atMs: number): readonly TouchedBudget[];
}

/** What is remembered of an admitted call until it is settled. */
export interface AdmittedCall {
  /** What the reservation is called in the store. */
  readonly reservationId: string;
  readonly touched: readonly TouchedBudget[];
  readonly bound: CallBound;
  readonly isHeld: boolean;
}

/** What came of asking. */
export interface Asked {
  readonly verdict: GuardVerdict;
  readonly admitted?: AdmittedCall;
}

/** Holds that were asked for, and what the store said. */
interface Tried {
  readonly bound: CallBound;
  readonly holds: readonly Hold[];
  readonly outcome: ReserveOutcome | undefined;
  readonly unpricedIn?: TouchedBudget | undefined;
}

/** How often a call asks again because the store's clock is in another window. */
const MAX_WINDOW_RETRIES = 2;

/** Asks all budgets of one call at once, and looks for a way when they say no. */
export class Admission {
  readonly #scene: AdmissionScene;
  readonly #call: GuardedCall;
  #touched: readonly TouchedBudget[];
  #attempts = 0;

  constructor(scene: AdmissionScene, call: GuardedCall, touched: readonly TouchedBudget[]) {
    this.#scene = scene;
    this.#call = call;
    this.#touched = touched;
  }

  /** Decides. What the store throws is told to `onStoreError`, and the settings say what becomes of the call. */
  *decide(): Steps<Asked> {
    const missing = this.#missingAttribute();
    if (missing !== undefined) return missing;
    const tried = yield* this.#reserveAfterLoss();
    const { outcome, holds, bound } = tried;
    if (outcome?.kind === "held") return this.#unlessRerouted(tried, outcome.states);
    if (outcome?.kind !== "denied") return this.#withoutAnswer(tried);
    const failing = outcome.failing.flatMap((place) => this.#touchedOf(holds[place]));
    const found = yield* this.#findWay(tried, outcome, failing);
    if (found !== undefined) return found;
    for (const item of failing) this.#scene.finals.refused(item);
    return this.#exceeded(holds, outcome, "budget_exceeded", bound);
  }

  #missingAttribute(): Asked | undefined {
    const { attributes } = this.#call;
    for (const { admission } of this.#touched) {
      const attribute = admission.required.find((name) => (attributes[name] ?? "") === "");
      if (attribute !== undefined) return this.#refuse("attribute_missing", [admission.plan.name], { attribute });
    }
    return undefined;
  }

  /** Goes on with what a store knows that has lost the rest, where that is allowed. */
  *#reserveAfterLoss(): Steps<Tried> {
    const { settings, store } = this.#scene;
    const tried = yield* this.#reserve();
    if (tried.outcome?.kind !== "data_lost") return tried;
    settings.onDataLost();
    if (settings.onDataLoss === "block") return tried;
    try {
      yield* wait(store.recover());
    } catch (error) {
      settings.onStoreError(error);
      return tried;
    }
    return yield* this.#reserve();
  }

  /** Tries to hold what the call can cost, as it is or with an edit. */
  *#reserve(edit?: CallEdit): Steps<Tried> {
    const { settings, store, finals } = this.#scene;
    const { leaseMs, onExpiry, unpriced } = settings;
    const bound = assumePrice(this.#call.bound(edit), unpriced);
    for (let attempt = 0; ; attempt += 1) {
      const capOf = (item: TouchedBudget): number => finals.capOf(item, this.#call.attributes);
      const { holds, unpricedIn } = holdsOf(this.#touched, bound, onExpiry, unpriced, capOf);
      if (unpricedIn !== undefined || holds.length === 0) return { bound, holds, outcome: undefined, unpricedIn };
      let outcome: ReserveOutcome;
      try {
        this.#attempts += 1;
        outcome = yield* wait(store.reserve({ id: this.#reservationId, holds, leaseMs }));
      } catch (error) {
        settings.onStoreError(error);
        return { bound, holds, outcome: undefined };
      }
      if (outcome.kind !== "outside_window" || attempt === MAX_WINDOW_RETRIES) return { bound, holds, outcome };
      this.#touched = this.#scene.touchedAt(this.#call, outcome.storeNowMs);
    }
  }

  /** Nothing to hold, no price, or a store that cannot say. */
  #withoutAnswer({ bound, holds, outcome, unpricedIn }: Tried): Asked {
    const { onDataLoss, onStoreFailure } = this.#scene.settings;
    const names = holds.map(({ counter }) => counter.plan.name);
    if (unpricedIn !== undefined) return this.#refuse("unpriced_model", [unpricedIn.admission.plan.name]);
    if (holds.length === 0) return this.#admit("admitted", [], bound, false);
    if (outcome?.kind === "data_lost") {
      return onDataLoss === "block"
        ? this.#refuse("store_data_lost", names)
        : this.#admit("admitted", [], bound, false);
    }
    return onStoreFailure === "block"
      ? this.#refuse("store_unavailable", names)
      : this.#admit("admitted", [], bound, false);
  }

  /** A call that fits is sent to a cheaper model all the same once a threshold says so; it keeps its larger hold. */
  #unlessRerouted({ bound, holds }: Tried, states: readonly CounterState[]): Asked {
    for (const [place, hold] of holds.entries()) {
      const [item] = this.#touchedOf(hold);
      const state = states[place];
      const threshold = item?.admission.reroute;
      if (threshold === undefined || state === undefined) continue;
      if (state.spent + state.held <= threshold.amount + state.granted) continue;
      const model = cheaperModel(this.#call, this.#routeOf(threshold.definition.route));
      if (model !== undefined) return this.#admit("rerouted", [hold.counter.plan.name], bound, true, { model });
    }
    return this.#admit("admitted", [], bound, true);
  }

  /** Goes by what the strictest of the budgets that refused allows. */
  *#findWay(tried: Tried, denied: Denied, failing: readonly TouchedBudget[]): Steps<Asked | undefined> {
    const names = failing.map(({ admission }) => admission.plan.name);
    const can = (action: ThresholdAction): boolean =>
      failing.every(({ admission }) => admission.acting.some((threshold) => threshold.action === action));
    if (can("reroute")) {
      const [route] = failing.map(({ admission }) => admission.reroute?.definition.route);
      const model = cheaperModel(this.#call, this.#routeOf(route));
      const cheaper = model === undefined ? undefined : yield* this.#tryWith({ model }, "rerouted", names);
      if (cheaper !== undefined) return cheaper;
    }
    if (can("clamp") && this.#call.edits.includes("maxOutputTokens")) {
      const maxOutputTokens = this.#fittingCap(tried.holds, denied, failing);
      const smaller =
        maxOutputTokens === undefined ? undefined : yield* this.#tryWith({ maxOutputTokens }, "clamped", names);
      if (smaller !== undefined) return smaller;
    }
    return can("escalate") ? yield* this.#escalate(tried, denied, failing) : undefined;
  }

  *#tryWith(edit: CallEdit, decision: GuardVerdict["decision"], budgets: readonly string[]): Steps<Asked | undefined> {
    const { outcome, bound } = yield* this.#reserve(edit);
    return outcome?.kind === "held" ? this.#admit(decision, budgets, bound, true, edit) : undefined;
  }

  #fittingCap(holds: readonly Hold[], { states }: Denied, failing: readonly TouchedBudget[]): number | undefined {
    const headroom = holds.map((hold, place) => {
      const { spent, held, granted } = states[place] ?? NOTHING;
      return { hold, left: hold.cap + granted - spent - held };
    });
    const least = Math.max(...failing.map(({ admission }) => admission.minOutputTokens));
    const { unpriced } = this.#scene.settings;
    return fittingOutputCap(headroom, least, (maxOutputTokens) =>
      assumePrice(this.#call.bound({ maxOutputTokens }), unpriced),
    );
  }

  /** Waits, holding nothing, for somebody to grant more; then asks the budgets anew. */
  *#escalate({ holds, bound }: Tried, denied: Denied, failing: readonly TouchedBudget[]): Steps<Asked> {
    const { settings } = this.#scene;
    const { approver } = settings;
    const { id, model, traceId } = this.#call;
    this.#scene.questions.ask(holds, denied, traceId);
    const waits = failing.every(({ admission }) => admission.escalateTimeoutMs !== undefined);
    if (approver === undefined || !waits) return this.#exceeded(holds, denied, "approval_required", bound);
    const violations = denied.failing.flatMap((place) => violationAt(holds, denied, place));
    const timeoutMs = Math.min(...failing.map(({ admission }) => admission.escalateTimeoutMs ?? 0));
    const answer = yield* wait(answerWithin(async () => approver({ id, violations, model, traceId }), timeoutMs));
    if (!answer.approved) return this.#exceeded(holds, denied, "budget_exceeded", bound);
    try {
      for (const [index, item] of failing.entries()) {
        const granted = yield* wait(this.#scene.store.grant(`${id}/${index}`, item.counter, answer.grant));
        tellGrant(this.#scene.store, settings, granted);
      }
    } catch (error) {
      settings.onStoreError(error);
      return this.#withoutAnswer({ bound, holds, outcome: undefined });
    }
    const again = yield* this.#reserve();
    if (again.outcome?.kind === "held") {
      return this.#admit(
        "admitted",
        failing.map(({ admission }) => admission.plan.name),
        again.bound,
        true,
      );
    }
    if (again.outcome?.kind !== "denied") return this.#withoutAnswer(again);
    return this.#exceeded(holds, denied, "budget_exceeded", bound);
  }

  #exceeded(holds: readonly Hold[], denied: Denied, reason: RefusalReason, bound: CallBound): Asked {
    const violations = denied.failing.flatMap((place) => violationAt(holds, denied, place));
    const budgets = violations.map(({ budget }) => budget);
    const isUpperBound = bound.isUpperBound;
    return this.#refuse(reason, budgets, { violations, retryAtMs: retryAtOf(violations), isUpperBound });
  }

  #refuse(reason: RefusalReason, budgets: readonly string[], more: Partial<RefusalDetails> = {}): Asked {
    const refusal = { reason, violations: [], retryAtMs: undefined, model: this.#call.model, budgets, ...more };
    return { verdict: { decision: "refused", budgets, refusal } };
  }

  #admit(
    decision: GuardVerdict["decision"],
    budgets: readonly string[],
    bound: CallBound,
    isHeld: boolean,
    edit?: CallEdit,
  ): Asked {
    for (const item of this.#touched) this.#scene.finals.admitted(item);
    return {
      verdict: { decision, budgets, edit },
      admitted: { reservationId: this.#reservationId, touched: this.#touched, bound, isHeld },
    };
  }

  /** A store answers the same id the same way: each attempt is another. */
  get #reservationId(): string {
    return this.#attempts > 1 ? `${this.#call.id}/${this.#attempts}` : this.#call.id;
  }

  #routeOf(name: string | undefined): Readonly<Record<string, string>> | undefined {
    return name === undefined ? undefined : this.#scene.settings.routes?.[name];
  }

  #touchedOf(hold: Hold | undefined): readonly TouchedBudget[] {
    return this.#touched.filter(({ counter }) => counter.plan.name === hold?.counter.plan.name);
  }
}

type Denied = Extract<ReserveOutcome, { kind: "denied" }>;

const NOTHING: CounterState = { spent: 0, held: 0, granted: 0, calls: 0, unknownCalls: 0 };

function violationAt(holds: readonly Hold[], { states }: Denied, place: number): ReturnType<typeof violationOf>[] {
  const hold = holds[place];
  return hold === undefined ? [] : [violationOf(hold, states[place] ?? NOTHING)];
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
