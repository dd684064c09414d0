// SPDX-License-Identifier: Apache-2.0
import type { RouteDefinition } from "../definition.ts";
import { compileMatch } from "../match.ts";
import type { GuardedCall } from "./guarded-call.ts";

/**
 * The model that a route sends a call to, when that is really cheaper.
 *
 * What counts is what the call is likely to cost: another model starts with a cold cache, and a long prompt that is
 * warm at the dear model can cost more at the cheap one. Where that is not known the call stays where it is.
 */
export function cheaperModel(call: GuardedCall, route: RouteDefinition | undefined): string | undefined {
  const { model } = call;
  if (route === undefined || model === undefined || !call.edits.includes("model")) return undefined;
  const [, target] = Object.entries(route).find(([pattern]) => compileMatch({ model: pattern })({ model })) ?? [];
  if (target === undefined || target === model) return undefined;
  const stay = call.expectedNanoUsd?.(model);
  const leave = call.expectedNanoUsd?.(target);
  return stay !== undefined && leave !== undefined && leave < stay ? target : undefined;
}
