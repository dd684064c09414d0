// SPDX-License-Identifier: Apache-2.0
import type { MatchValue } from "../definition.ts";

/** When doing the same again is a loop. Numbers are rounds: calls that the model asked for at once are one. */
export interface RepeatDefinition {
  /**
   * After how many rounds without anything new: `observe` tells, `block` refuses the call, `stop` refuses everything in
   * the scope until somebody approves.
   * @defaultValue `{ observe: 2, block: 3, stop: 6 }`
   */
  readonly sameCall?: { readonly observe?: number; readonly block?: number; readonly stop?: number };
  /** Whether the same call is the same only with the same result: a poll whose answer changes is none. @defaultValue true */
  readonly resultAware?: boolean;
  /** Arguments that say nothing, at any depth. @defaultValue none */
  readonly ignoreArgs?: readonly string[];
  /** By tool: `false` never counts; `key` names the arguments that do. */
  readonly tools?: Readonly<Record<string, false | { readonly key: readonly string[] }>>;
}

/** When spending is not what it was. */
export interface CostRateDefinition {
  /** Times the baseline. */
  readonly times: number;
  /** What it is compared with: the rate over this time before, such as `"1h"`. @defaultValue `"1h"` */
  readonly baseline?: string;
  /** Over what time it is measured. @defaultValue `"5m"` */
  readonly within?: string;
  /** Below this much in `within` nothing trips. */
  readonly minUsd: number;
}

/** What happens when a breaker trips. */
export interface TripDefinition {
  /** `alert` tells and lets the call pass. @defaultValue `"block"` */
  readonly action?: "block" | "alert";
  /** Channels to tell, besides those that are always told. */
  readonly alert?: string | readonly string[];
}

/** Stops agents that do not get on, whatever they have left to spend. */
export interface BreakerDefinition {
  /** Unique; appears in alerts and errors. At most 128 characters. */
  readonly name: string;
  /** Which calls it watches. @defaultValue all */
  readonly match?: Readonly<Record<string, MatchValue | readonly MatchValue[]>>;
  /** What is counted together, sub-agents included. @defaultValue `"trace"` */
  readonly scope?: "trace" | "session" | "run";
  readonly maxModelCalls?: number;
  /** Tool calls that the model asked for. */
  readonly maxToolCalls?: number;
  /** Failed calls and resent requests in a row. */
  readonly maxRetries?: number;
  /** Since the first call, such as `"20m"`. By a clock that does not jump. */
  readonly maxElapsed?: string;
  /** Agents inside agents. */
  readonly maxDepth?: number;
  readonly costRate?: CostRateDefinition;
  readonly repeat?: RepeatDefinition;
  readonly onTrip?: TripDefinition;
}
