// SPDX-License-Identifier: Apache-2.0
import type { Attributes } from "@opentelemetry/api";

import type { ClientFacts, RequestFacts } from "../facts.ts";
import { processState } from "../process-state.ts";
import type { OutgoingRequest, RequestEdit } from "./outgoing-request.ts";

/** A call that has not been sent yet, as policies see it. */
export interface PendingCall {
  readonly startTimeMs: number;
  readonly client: ClientFacts;
  readonly request: RequestFacts;
  /** What the request says beyond its facts; absent where the SDK's adapter cannot read it. */
  readonly outgoing?: OutgoingRequest | undefined;
  /** Which changes the request can take. */
  readonly edits: readonly (keyof RequestEdit)[];
  /** Scope of the call: `user.id`, `session.id`, `team.id`, … */
  readonly attributes: Attributes;
  /** Agents that the call is inside of, as far as context reaches. */
  readonly agentDepth: number;
  readonly traceId?: string | undefined;
  readonly spanId?: string | undefined;
}

/** Why a call is not sent, as an error still to be made. */
export interface Refusal {
  /**
   * @param SdkError - The base class of the SDK's own errors: what is thrown must be one of these, so that the
   * program's `catch` knows it.
   */
  createError(SdkError: ErrorConstructor): Error;
}

/** What a policy says of a call. */
export interface Admission {
  /** Comes back with the operation, so that what was held for the call is settled with what it cost. */
  readonly id?: string | undefined;
  /** Changes to the request that the user opted in to. */
  readonly edit?: RequestEdit | undefined;
  /** For the span. */
  readonly attributes?: Attributes | undefined;
  readonly refusal?: Refusal | undefined;
  /** Is called when the call is certain not to reach a provider after all, or is billed inside another call. */
  release?(): void;
}

/** A verdict, or a promise of one where somebody has to be asked. */
export type PendingAdmission = Admission | undefined | Promise<Admission | undefined>;

/** Has a say before a call is sent. Core knows no policy; it asks the ones that the program has put in. */
export interface CallPolicy {
  /**
   * Is asked once per call, before its first byte leaves; not for the SDK's own retries.
   *
   * What it throws, or rejects with, is counted and the call goes on: a broken policy must not stop a program.
   *
   * @returns `undefined` to let the call pass without a trace.
   */
  admit(call: PendingCall): PendingAdmission;
}

/**
 * Puts a policy in force for every instrumented call of this process.
 *
 * @returns Takes it out again; calls that were admitted go on.
 */
export function enforcePolicy(policy: CallPolicy): () => void {
  processState.policies.add(policy);
  return () => processState.policies.delete(policy);
}

/** Tells whether any policy is in force: then every call is followed by us, also where an SDK traces itself. */
export function hasPolicies(): boolean {
  return processState.policies.size > 0;
}
