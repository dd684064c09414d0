// SPDX-License-Identifier: Apache-2.0
import { decimalFromNanoUsd } from "../amount.ts";
import type { BudgetUnit } from "../amount.ts";
import { groupFromKey } from "../group.ts";
import type { CounterState, Hold } from "../ledger/ledger-store.ts";

/** Why a call was not admitted. */
export type RefusalReason =
  /** The call could pass the cap. */
  | "budget_exceeded"
  /** The same, and somebody can grant more: the call can be made again then. */
  | "approval_required"
  /** The model has no price, and the budget counts US dollars. */
  | "unpriced_model"
  /** An attribute that the budget requires is missing. */
  | "attribute_missing"
  /** The store does not answer, and the configuration says to block then. */
  | "store_unavailable"
  /** The store has lost what was spent, and the configuration says to block then. */
  | "store_data_lost";

/** One budget that did not admit a call. Amounts are whole numbers in `unit`. */
export interface BudgetViolation {
  readonly budget: string;
  readonly group: Readonly<Record<string, string>>;
  readonly unit: BudgetUnit;
  /** The cap, grants included. */
  readonly limit: number;
  readonly spent: number;
  readonly held: number;
  /** What the call could have added. */
  readonly requested: number;
  /** When the window ends, epoch milliseconds; `Infinity` when it does not. */
  readonly windowEndMs: number;
}

/** Everything there is to say about a refused call. */
export interface RefusalDetails {
  readonly reason: RefusalReason;
  readonly violations: readonly BudgetViolation[];
  /** Names of the budgets that refused. */
  readonly budgets: readonly string[];
  /** Whether what was asked for is all that the call could have cost. */
  readonly isUpperBound?: boolean | undefined;
  /** When trying again may help, epoch milliseconds; `undefined` when time does not. */
  readonly retryAtMs: number | undefined;
  /** Model of the call. */
  readonly model?: string | undefined;
  /** Attribute that is missing. */
  readonly attribute?: string | undefined;
}

/** Describes a hold that was refused. */
export function violationOf({ counter, amount, cap }: Hold, state: CounterState): BudgetViolation {
  const { plan, window, key } = counter;
  return {
    budget: plan.name,
    group: groupFromKey(plan.dimensions, key),
    unit: plan.unit,
    limit: cap + state.granted,
    spent: state.spent,
    held: state.held,
    requested: amount,
    windowEndMs: window.endMs,
  };
}

/** When all that refused have begun anew. */
export function retryAtOf(violations: readonly BudgetViolation[]): number | undefined {
  const latest = Math.max(...violations.map(({ windowEndMs }) => windowEndMs));
  return Number.isFinite(latest) ? latest : undefined;
}

/** Tells a person what refused the call, with what numbers, and what helps. */
export function refusalMessage(details: RefusalDetails): string {
  const { reason, violations, budgets, retryAtMs, model, attribute } = details;
  const [first] = violations;
  const budget = ` "${budgets[0] ?? ""}"${first === undefined ? "" : groupText(first.group)}`;
  const own = "This limit is your own, not the provider's; the call was not sent.";
  if (reason === "unpriced_model") return `Outlay budget${budget}: the model ${model ?? "(none)"} has no price. ${own}`;
  if (reason === "attribute_missing") return `Outlay budget${budget}: the call lacks ${attribute ?? ""}. ${own}`;
  if (reason === "store_unavailable") return `Outlay: the store of the budgets does not answer. ${own}`;
  if (reason === "store_data_lost") return `Outlay: the store of the budgets has lost what was spent. ${own}`;
  const figures = violations.map(figuresOf).join("; ");
  const frees = retryAtMs === undefined ? "" : ` Frees at ${new Date(retryAtMs).toISOString()}.`;
  const more = violations.length > 1 ? ` and ${violations.length - 1} more` : "";
  return `Outlay budget${budget}${more} would be exceeded: ${figures}.${frees} ${own}`;
}

function figuresOf({ unit, spent, held, requested, limit }: BudgetViolation): string {
  const show = (amount: number): string =>
    unit === "nanoUsd" ? `$${decimalFromNanoUsd(amount)}` : `${amount} ${unit}`;
  return `${show(spent)} spent, ${show(held)} held, up to ${show(requested)} asked for, limit ${show(limit)}`;
}

function groupText(group: Readonly<Record<string, string>>): string {
  const values = Object.entries(group).map(([name, value]) => `${name}=${value}`);
  return values.length === 0 ? "" : ` (${values.join(", ")})`;
}
