// SPDX-License-Identifier: Apache-2.0
import { fieldsOf, guard } from "@outlay/core";
import type { AnyMethod, TracingHost } from "@outlay/core";

import { followOwn } from "../follow-own.ts";
import type { ManagerFields } from "../internal-types.ts";
import { withinRun } from "./handler.ts";

/** The wrapper around the methods of `BaseRetriever` that end in the retriever's own, which is followed then. */
export function discoverRetriever(host: TracingHost, original: AnyMethod): AnyMethod {
  return function (this: object, ...args: unknown[]): unknown {
    if (host.isEnabled())
      guard("langchain.retriever", () => followOwn(this, { _getRelevantDocuments: insideRetrieval }));
    return original.apply(this, args);
  };
}

/** What a retriever calls, such as a model of embeddings, is below its span. */
function insideRetrieval(original: AnyMethod): AnyMethod {
  return function (this: unknown, ...args: unknown[]): unknown {
    const { runId } = fieldsOf<ManagerFields>(args[1]);
    return withinRun(runId, () => original.apply(this, args));
  };
}
