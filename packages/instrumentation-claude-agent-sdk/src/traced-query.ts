// SPDX-License-Identifier: Apache-2.0
import { context } from "@opentelemetry/api";
import { fieldsOf, guard, isTracingSuppressed } from "@outlay/core";
import type { AnyMethod, TracingHost } from "@outlay/core";

import { Conversation } from "./conversation.ts";
import { followMessages } from "./follow-messages.ts";
import type { QueryFields } from "./internal-types.ts";

/** The wrapper around `query`: the caller gets the SDK's own object, and its messages are read as they pass by. */
export function tracedQuery(host: TracingHost, original: AnyMethod): AnyMethod {
  return function (this: unknown, ...args: unknown[]): unknown {
    const query = original.apply(this, args);
    if (!host.isEnabled() || isTracingSuppressed()) return query;
    guard("claude.query", () => {
      if (typeof query !== "object" || query === null) return;
      const { options } = fieldsOf<QueryFields>(args[0]);
      followMessages(query, new Conversation(host, options, context.active()));
    });
    return query;
  };
}
