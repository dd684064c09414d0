// SPDX-License-Identifier: Apache-2.0
import type { CounterState, Hold, LedgerStore, ReserveOutcome } from "../ledger/ledger-store.ts";
import { fittingOutputCap } from "./clamp.ts";
import { wait } from "./eventually.ts";
import type { Steps } from "./eventually.ts";
import { askForMore } from "./escalation.ts";
import type { FinalCalls } from "./final-calls.ts";
import type { GuardSettings, GuardVerdict } from "./guard-options.ts";
import type { CallBound, CallEdit, GuardedCall } from "./guarded-call.ts";
import type { Questions } from "./grants.ts";
import { assumePrice, holdsOf } from "./holds.ts";
import type { TouchedBudget } from "./holds.ts";
import { cheaperModel } from "./reroute.ts";
import { retryAtOf, violationOf } from "./violation.ts";
import type { BudgetViolation, RefusalDetails, RefusalReason } from "./violation.ts";
import { nextWay } from "./ways.ts";
import type { NextWay, Way } from "./ways.ts";

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
    if (tried.outcome?.kind === "held") return this.#unlessRerouted(tried, tried.outcome.states);
    return isDenied(tried) ? yield* this.#findWay(tried) : this.#withoutAnswer(tried);
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
      const model = this.#cheaperModel(threshold.definition.route);
      if (model !== undefined) return this.#admit("rerouted", [hold.counter.plan.name], bound, true, { model });
    }
    return this.#admit("admitted", [], bound, true);
  }

  /** Goes what ways the budgets that refused allow, the strictest first, until the call fits or one of them has none. */
  *#findWay(first: Denied): Steps<Asked> {
    const gone = new Set<Way>();
    const refused = new Set<string>();
    let edit: CallEdit = {};
    for (let denied = first; ;) {
      const failing = this.#failingOf(denied);
      for (const { admission } of failing) refused.add(admission.plan.name);
      const next = nextWay(failing, (item, way) => !gone.has(way) && this.#canGo(item, way));
      if (next === undefined) return this.#refuseFinally(first);
      gone.add(next.way);
      const ended = next.way === "escalate" ? yield* this.#escalate(denied, next.items) : undefined;
      if (ended !== undefined) return ended;
      const changed = this.#editFor(next, denied, edit);
      if (changed === undefined) continue;
      edit = changed;
      const tried = yield* this.#reserve(edit);
      if (tried.outcome?.kind === "held") return this.#admitChanged(tried, edit, [...refused]);
      if (!isDenied(tried)) return this.#withoutAnswer(tried);
      denied = tried;
    }
  }

  #admitChanged({ bound }: Tried, edit: CallEdit, budgets: readonly string[]): Asked {
    const { model, maxOutputTokens } = edit;
    if (model !== undefined) return this.#admit("rerouted", budgets, bound, true, edit);
    if (maxOutputTokens !== undefined) return this.#admit("clamped", budgets, bound, true, edit);
    return this.#admit("admitted", budgets, bound, true);
  }

  #canGo({ admission }: TouchedBudget, way: Way): boolean {
    if (way === "clamp") return this.#call.edits.includes("maxOutputTokens");
    return way === "escalate" || this.#cheaperModel(admission.reroute?.definition.route) !== undefined;
  }

  /** What is asked for next: after a grant the same again. */
  #editFor({ way, items }: NextWay, denied: Denied, edit: CallEdit): CallEdit | undefined {
    if (way === "escalate") return edit;
    if (way === "reroute") return { ...edit, model: this.#cheaperModel(items[0]?.admission.reroute?.definition.route) };
    const maxOutputTokens = this.#fittingCap(denied, items, edit);
    return maxOutputTokens === undefined ? undefined : { ...edit, maxOutputTokens };
  }

  #fittingCap({ holds, outcome }: Denied, items: readonly TouchedBudget[], edit: CallEdit): number | undefined {
    const headroom = holds.map((hold, place) => {
      const { spent, held, granted } = outcome.states[place] ?? NOTHING;
      return { hold, left: hold.cap + granted - spent - held };
    });
    const least = Math.max(...items.map(({ admission }) => admission.minOutputTokens));
    const { unpriced } = this.#scene.settings;
    return fittingOutputCap(headroom, least, (maxOutputTokens) =>
      assumePrice(this.#call.bound({ ...edit, maxOutputTokens }), unpriced),
    );
  }

  /** Asks somebody for more. @returns How the call ends, unless more was granted. */
  *#escalate(denied: Denied, asking: readonly TouchedBudget[]): Steps<Asked | undefined> {
    const { id, model, traceId } = this.#call;
    const places = denied.outcome.failing.filter((place) =>
      asking.some((item) => this.#touchedOf(denied.holds[place]).includes(item)),
    );
    this.#scene.questions.ask(denied.holds, { ...denied.outcome, failing: places }, traceId);
    const violations = violationsAt(denied, places);
    const answer = yield* askForMore(this.#scene, { id, violations, model, traceId }, asking);
    if (answer === "granted") return undefined;
    if (answer === "nobody") return this.#exceeded(violations, "approval_required", denied.bound);
    if (answer === "store_failed") return this.#withoutAnswer({ ...denied, outcome: undefined });
    return this.#exceeded(violationsAt(denied, denied.outcome.failing), "budget_exceeded", denied.bound);
  }

  #refuseFinally(denied: Denied): Asked {
    for (const item of this.#failingOf(denied)) this.#scene.finals.refused(item);
    return this.#exceeded(violationsAt(denied, denied.outcome.failing), "budget_exceeded", denied.bound);
  }

  #exceeded(violations: readonly BudgetViolation[], reason: RefusalReason, { isUpperBound }: CallBound): Asked {
    const budgets = violations.map(({ budget }) => budget);
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

  #cheaperModel(route: string | undefined): string | undefined {
    return route === undefined ? undefined : cheaperModel(this.#call, this.#scene.settings.routes?.[route]);
  }

  #touchedOf(hold: Hold | undefined): readonly TouchedBudget[] {
    return this.#touched.filter(({ counter }) => counter.plan.name === hold?.counter.plan.name);
  }

  #failingOf({ holds, outcome }: Denied): readonly TouchedBudget[] {
    return outcome.failing.flatMap((place) => this.#touchedOf(holds[place]));
  }
}

/** What some of the budgets refused. */
type Denied = Tried & { readonly outcome: Extract<ReserveOutcome, { kind: "denied" }> };

const NOTHING: CounterState = { spent: 0, held: 0, granted: 0, calls: 0, unknownCalls: 0 };

function isDenied(tried: Tried): tried is Denied {
  return tried.outcome?.kind === "denied";
}

function violationsAt({ holds, outcome }: Denied, places: readonly number[]): BudgetViolation[] {
  return places.flatMap((place) => {
    const hold = holds[place];
    return hold === undefined ? [] : [violationOf(hold, outcome.states[place] ?? NOTHING)];
  });
}
