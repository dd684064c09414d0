// SPDX-License-Identifier: Apache-2.0
import { eventBase, keyOfEvent } from "./event.ts";
import type { BudgetEventBase, EventScene } from "./event.ts";

/** A crossing that a grant has undone. */
export interface LiftedThreshold {
  /** Share of the limit. */
  readonly threshold: number;
  /** Of the event that told of the crossing, where one told of this share. */
  readonly key: string;
}

/** Who granted or corrected, and why: for whoever reads the event. Each is kept to 256 characters. */
export interface GrantNote {
  readonly by?: string | undefined;
  readonly reason?: string | undefined;
}

/** Somebody raised the cap of a group for its window: told once for each id of a grant. */
export interface GrantedEvent extends BudgetEventBase {
  readonly kind: "granted";
  /** By how much, in `unit`. */
  readonly amount: number;
  /** All grants of the window together, in `unit`. */
  readonly granted: number;
  /** Thresholds that were passed before and, with what was granted, are not, highest first. */
  readonly lifted: readonly LiftedThreshold[];
  /** Key of the question that this answers, if one was asked. */
  readonly approvalKey: string;
  readonly by?: string;
  readonly reason?: string;
}

/**
 * Somebody corrected what a group has spent, and said who or why: told once for each id of an adjustment. Others, such as
 * those that bring back what a store has lost, are not told of.
 */
export interface AdjustedEvent extends BudgetEventBase {
  readonly kind: "adjusted";
  /** By how much, in `unit`; it is in `spent`. */
  readonly amount: number;
  readonly by?: string;
  readonly reason?: string;
}

/** A call waits for somebody to grant more, or was refused until somebody does. */
export interface ApprovalRequestedEvent extends BudgetEventBase {
  readonly kind: "approval_requested";
  /** What the call could have added, in `unit`. */
  readonly requested: number;
  /** What running calls hold, in `unit`. */
  readonly held: number;
}

/** One adjustment. */
export interface Adjusted {
  readonly id: string;
  readonly amount: number;
  readonly note?: GrantNote | undefined;
}

/** One grant. */
export interface Granted extends Adjusted {
  /** All of the window together, this one included. */
  readonly granted: number;
}

const MAX_NOTE_LENGTH = 256;

/** What is kept of a note. */
export function keptNote({ by, reason }: GrantNote = {}): Pick<GrantedEvent, "by" | "reason"> {
  return {
    ...(by !== undefined && by !== "" && { by: by.slice(0, MAX_NOTE_LENGTH) }),
    ...(reason !== undefined && reason !== "" && { reason: reason.slice(0, MAX_NOTE_LENGTH) }),
  };
}

/** Tells of a grant. */
export function grantedMore(scene: EventScene, { id, amount, granted, note }: Granted): GrantedEvent {
  const { plan, counter } = scene;
  const before = granted - amount;
  const lifted = plan.thresholds
    .filter(({ amount: sum }) => sum + before <= counter.spent && counter.spent < sum + granted)
    .map(({ fraction }) => ({ threshold: fraction, key: keyOfEvent(scene, [counter.key, "threshold", fraction]) }));
  return {
    kind: "granted",
    ...eventBase(scene, [counter.key, "granted", id], plan.channels),
    amount,
    granted,
    lifted: lifted.toReversed(),
    approvalKey: keyOfEvent(scene, approvalOf(scene, before)),
    ...keptNote(note),
  };
}

/** Tells of an adjustment, if it has a note; the scene is the one after it. */
export function adjustedBy(scene: EventScene, { id, amount, note }: Adjusted): AdjustedEvent | undefined {
  const kept = keptNote(note);
  if (Object.keys(kept).length === 0) return undefined;
  const base = eventBase(scene, [scene.counter.key, "adjusted", id], scene.plan.channels);
  return { kind: "adjusted", ...base, amount, ...kept };
}

/** Tells that somebody has to decide. The same question until it is answered. */
export function approvalRequested(
  scene: EventScene,
  asked: { readonly requested: number; readonly held: number; readonly granted: number },
): ApprovalRequestedEvent {
  const { requested, held, granted } = asked;
  const base = eventBase(scene, approvalOf(scene, granted), scene.plan.channels);
  return { kind: "approval_requested", ...base, requested, held };
}

function approvalOf({ counter }: EventScene, granted: number): readonly (string | number)[] {
  return [counter.key, "approval", granted];
}
