// SPDX-License-Identifier: Apache-2.0
import { partsPerMillionFrom } from "../amount.ts";
import type { BudgetDefinition, FinalizeDefinition, ThresholdAction, ThresholdDefinition } from "../definition.ts";
import { planBudget } from "../plan.ts";
import type { BudgetPlan } from "../plan.ts";
import { durationMsFrom } from "../window.ts";

/** A threshold that acts, in the budget's own numbers. */
export interface ActingThreshold {
  readonly action: Exclude<ThresholdAction, "alert">;
  /** Sum that a call may reach and not pass. */
  readonly amount: number;
  readonly definition: ThresholdDefinition;
}

/** A budget as admission sees it. */
export interface AdmissionPlan {
  readonly plan: BudgetPlan;
  /** Of groups with another limit. */
  readonly overrides: readonly AdmissionPlan[];
  /** Lowest first; empty for a budget that only tells. */
  readonly acting: readonly ActingThreshold[];
  /** The sum that no admitted call may pass: of the lowest threshold that blocks, escalates or clamps. */
  readonly cap: number;
  /** What ordinary calls may reach, when a part of the cap is kept for bringing a run to its end. */
  readonly ordinaryCap: number;
  /** Calls that may use that part after the first refusal. */
  readonly finalCalls: number;
  /** Where calls are sent to a cheaper model although they would fit. */
  readonly reroute: ActingThreshold | undefined;
  readonly escalateTimeoutMs: number | undefined;
  readonly minOutputTokens: number;
  /** Attributes without which a call is refused. */
  readonly required: readonly string[];
}

const DEFAULT_MIN_OUTPUT_TOKENS = 256;

/** Works out what admission needs of a definition that `parseBudgets` has accepted. */
export function planAdmission(definition: BudgetDefinition): AdmissionPlan {
  const plan = planBudget(definition);
  return { ...admissionOf(plan, definition), overrides: plan.overrides.map((other) => admissionOf(other, definition)) };
}

/** What a budget needs for the limit of one of its groups. @param plan - Of the budget, or one of its overrides. */
export function admissionWith(plan: BudgetPlan, budget: AdmissionPlan | undefined): AdmissionPlan | undefined {
  return budget?.plan === plan ? budget : budget?.overrides.find((other) => other.plan === plan);
}

function admissionOf(plan: BudgetPlan, definition: BudgetDefinition): AdmissionPlan {
  const acting = (definition.thresholds ?? []).flatMap((threshold) => actingOf(threshold, plan));
  acting.sort((left, right) => left.amount - right.amount);
  const cap = acting.find(({ action }) => action !== "reroute")?.amount ?? Number.POSITIVE_INFINITY;
  const timeout = settingOf(acting, "escalate")?.timeout;
  return {
    plan,
    overrides: [],
    acting,
    cap,
    ...softLanding(settingOf(acting, "block")?.finalize, plan, cap),
    reroute: acting.find(({ action }) => action === "reroute"),
    escalateTimeoutMs: timeout === undefined ? undefined : durationMsFrom(timeout),
    minOutputTokens: settingOf(acting, "clamp")?.minOutputTokens ?? DEFAULT_MIN_OUTPUT_TOKENS,
    required: definition.require === true ? [definition.groupBy ?? []].flat() : [],
  };
}

function settingOf(acting: readonly ActingThreshold[], action: ThresholdAction): ThresholdDefinition | undefined {
  return acting.find((threshold) => threshold.action === action)?.definition;
}

function softLanding(
  finalize: FinalizeDefinition | undefined,
  { limit }: BudgetPlan,
  cap: number,
): Pick<AdmissionPlan, "ordinaryCap" | "finalCalls"> {
  if (finalize === undefined) return { ordinaryCap: cap, finalCalls: 0 };
  return { ordinaryCap: cap - Math.ceil(limit * shareOf(finalize.reserve)), finalCalls: finalize.calls ?? 1 };
}

function actingOf(definition: ThresholdDefinition, plan: BudgetPlan): ActingThreshold[] {
  const { action = "alert", at } = definition;
  const amount = plan.thresholds.find(({ fraction }) => fraction === shareOf(at))?.amount;
  return action === "alert" || amount === undefined ? [] : [{ action, amount, definition }];
}

function shareOf(at: string | number): number {
  return (partsPerMillionFrom(at) ?? 1_000_000) / 1_000_000;
}
