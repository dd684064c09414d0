// SPDX-License-Identifier: Apache-2.0
import type { Attributes } from "@opentelemetry/api";
import { PROVIDER_ALIASES } from "@outlay/semconv";

import type { OperationName, UsageStatus } from "../operation.ts";
import { ProviderCall } from "../provider-call.ts";
import type { Usage } from "../usage.ts";
import { MANUAL_HOST } from "./manual-host.ts";

/** A billed call that no instrumentation has seen, as the program knows it. */
export interface RecordedCall {
  /** `gen_ai.provider.name`, such as `openai`; usual other spellings are understood. */
  readonly provider: string;
  /** @defaultValue "chat" */
  readonly operationName?: OperationName;
  /** Model asked for. */
  readonly model?: string | undefined;
  /** Model that answered, where the answer says so: prices are looked up by it first. */
  readonly responseModel?: string | undefined;
  readonly responseId?: string | undefined;
  /** Absent counts are unknown, never 0. Input includes the cache, output includes reasoning. */
  readonly usage?: Usage | undefined;
  /** @defaultValue by `usage` */
  readonly usageStatus?: UsageStatus | undefined;
  /** Tier that was served, in the vendor's word. */
  readonly serviceTier?: string | undefined;
  /** Where inference ran as far as it changes the price. */
  readonly region?: string | undefined;
  /** What the provider or gateway said that the call cost, USD; taken as the bill. */
  readonly costUsd?: number | undefined;
  readonly stream?: boolean;
  readonly serverAddress?: string | undefined;
  /** Epoch milliseconds. @defaultValue now */
  readonly startTimeMs?: number | undefined;
  /** Epoch milliseconds. @defaultValue now */
  readonly endTimeMs?: number | undefined;
  /** What the call failed with. */
  readonly error?: unknown;
  /** Further attributes of its span. */
  readonly attributes?: Attributes | undefined;
}

/**
 * Records a call that was made by other means than an instrumented SDK: one CLIENT span, priced and counted in budgets
 * like any other, below the active span and with the attributes of `withAttributes`.
 *
 * Inside of an instrumented call it is another view of that one: one of the two is billed, the one that ends first.
 */
export function recordOperation(call: RecordedCall): void {
  const { provider, operationName = "chat", model, stream = false, startTimeMs, endTimeMs, error } = call;
  const recorded = new ProviderCall(
    MANUAL_HOST,
    { operationName, model, stream, attributes: { ...call.attributes } },
    { provider: PROVIDER_ALIASES[provider] ?? provider, serverAddress: call.serverAddress, region: call.region },
    startTimeMs,
  );
  recorded.end({
    status: error === undefined ? "ok" : "error",
    error,
    endTimeMs,
    response: {
      id: call.responseId,
      model: call.responseModel,
      usage: call.usage,
      usageStatus: call.usageStatus,
      serviceTier: call.serviceTier,
      reportedCostUsd: call.costUsd,
    },
  });
}
