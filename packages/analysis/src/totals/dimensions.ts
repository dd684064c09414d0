// SPDX-License-Identifier: Apache-2.0
import type { Operation } from "@outlay/core";

/** What spend can be grouped by. */
export type Dimension = "provider" | "model" | "agent" | "session" | "feature" | "user" | "team" | "day" | "hour";

/** Every {@link Dimension}. */
export const DIMENSIONS: readonly Dimension[] = [
  "provider",
  "model",
  "agent",
  "session",
  "feature",
  "user",
  "team",
  "day",
  "hour",
];

/** Attributes that name the group, in the order in which they are asked. */
const ATTRIBUTES = {
  agent: ["gen_ai.agent.name"],
  session: ["gen_ai.conversation.id", "session.id"],
  feature: ["feature", "gen_ai.workflow.name"],
  user: ["user.id"],
  team: ["team.id"],
} as const;

const ISO_DAY = 10;
const ISO_HOUR = 13;
const ISO_LENGTH = 24;

/** The group that a call belongs to; `undefined` when nobody told. */
export function groupOf(operation: Operation, dimension: Dimension): string | undefined {
  if (dimension === "provider") return operation.provider;
  if (dimension === "model") return operation.responseModel ?? operation.requestModel;
  if (dimension === "day") return isoStart(operation, ISO_DAY);
  if (dimension === "hour") return isoStart(operation, ISO_HOUR);
  for (const name of ATTRIBUTES[dimension]) {
    const value = operation.attributes[name];
    if (typeof value === "string" && value !== "") return value;
    if (typeof value === "number") return String(value);
  }
  return undefined;
}

/** Largest time that a `Date` can hold. */
const LAST_MS = 8.64e15;
const MS_PER_HOUR = 3_600_000;

/** Calls come hour by hour: the last one's is mostly this one's. */
const last = { hour: Number.NaN, iso: "" };

/** UTC. */
function isoStart({ startTimeMs }: Operation, length: number): string | undefined {
  if (!(Math.abs(startTimeMs) <= LAST_MS)) return undefined;
  const hour = Math.floor(startTimeMs / MS_PER_HOUR);
  if (hour !== last.hour) Object.assign(last, { hour, iso: new Date(startTimeMs).toISOString() });
  // Years beyond four digits have a sign and six.
  return last.iso.slice(0, length + last.iso.length - ISO_LENGTH);
}
