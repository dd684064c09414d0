// SPDX-License-Identifier: Apache-2.0
import type { PendingCall } from "@outlay/core";

/** What `match` and `groupBy` read of a call that is not sent yet; `callFromOperation` has the same of one that was. */
export function callAttributes({ attributes, client, request }: PendingCall): Readonly<Record<string, unknown>> {
  return {
    ...attributes,
    "gen_ai.provider.name": client.provider,
    "gen_ai.operation.name": request.operationName,
    "gen_ai.request.model": request.model,
  };
}
