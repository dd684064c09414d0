// SPDX-License-Identifier: Apache-2.0
import { context } from "@opentelemetry/api";
import {
  LateAnswer,
  editedArguments,
  fieldsOf,
  followAnswer,
  followPromise,
  guard,
  isAbort,
  isWatched,
  listOf,
} from "@outlay/core";
import type { AnyMethod, CallAdapter, HoldCall, ProviderCall, TracingHost } from "@outlay/core";

import { interactionAnswer } from "./response.ts";

/**
 * `APIPromise` of the interactions API: @google/genai@2.9–3 `lib/api-promise`.
 *
 * The SDK keeps it to itself, and asks it once, for nothing but what came of the call: an outcome, which is a value or
 * an error, and the response.
 */
interface ApiPromise {
  $inspect(): Promise<unknown>;
}

/** Follows such a promise to its outcome. It stays the SDK's own. */
export function followInteraction(result: unknown, call: ProviderCall, adapter: CallAdapter): unknown {
  if (!isApiPromise(result)) return followPromise(result, call, adapter);
  whenSettled(
    result,
    (settled) => guard("google-genai.interaction", () => followSettled(settled, call, adapter)) ?? settled,
    (error) => fail(call, error),
  );
  return result;
}

/** Holds the call: what the SDK asks its promise for comes when the gate is open, and the request has been answered. */
export const holdInteraction: HoldCall = ({ call, adapter, resource, args, original, gate }) => ({
  $inspect: () =>
    gate.then((edit) =>
      context.with(call.context, () =>
        (original.apply(resource, [...editedArguments(adapter, args, edit)]) as ApiPromise).$inspect(),
      ),
    ),
});

/**
 * The wrapper around what reads an interaction, or cancels it, which sends nothing that is billed: an interaction in the
 * background that this process has created is billed by the first of them that shows its end.
 */
export function lateInteraction(host: TracingHost, original: AnyMethod): AnyMethod {
  return (...args) => {
    const result = original(...args);
    if (isWatched(host) && isApiPromise(result)) {
      const late = lateAnswer(host);
      whenSettled(result, (settled) => {
        guard("google-genai.late_interaction", () => {
          const { value } = fieldsOf<{ value: unknown }>(listOf(settled)[0]);
          late.end({ status: "ok", response: interactionAnswer(value) });
        });
        return settled;
      });
    }
    return result;
  };
}

/** Looks on while an interaction is read. */
export function lateAnswer(host: TracingHost): LateAnswer {
  const request = { operationName: "generate_content", model: undefined, stream: false, attributes: {} } as const;
  return new LateAnswer(request, host.content.capture !== "none");
}

/** Replaces in place what the SDK will be told. */
function whenSettled(
  promise: ApiPromise,
  settled: (outcome: unknown) => unknown,
  rejected?: (error: unknown) => void,
): void {
  const inspect = promise.$inspect.bind(promise);
  promise.$inspect = () =>
    inspect().then(settled, (error: unknown) => {
      rejected?.(error);
      throw error;
    });
}

function followSettled(settled: unknown, call: ProviderCall, adapter: CallAdapter): unknown {
  const [outcome, response] = listOf(settled);
  const { ok, value, error } = fieldsOf<{ ok: unknown; value: unknown; error: unknown }>(outcome);
  if (ok !== true) {
    fail(call, error);
    return settled;
  }
  const followed = followAnswer(value, call, adapter);
  return followed === value ? settled : [{ ...fieldsOf(outcome), value: followed }, response];
}

function fail(call: ProviderCall, error: unknown): void {
  call.end({ status: isAbort(error) ? "aborted" : "error", error });
}

function isApiPromise(value: unknown): value is ApiPromise {
  return typeof Reflect.get(Object(value), "$inspect") === "function";
}
