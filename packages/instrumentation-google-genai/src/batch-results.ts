// SPDX-License-Identifier: Apache-2.0
import { ProviderCall, RecentIds, fieldsOf, guard, isWatched, listOf, textOf } from "@outlay/core";
import type { AnyMethod, ClientFacts, RequestFacts, ResponseFacts, TracingHost } from "@outlay/core";

import { clientOfResource } from "./client.ts";
import type { BatchDestinationFields, BatchJobFields, InlinedResponseFields } from "./internal-types.ts";
import { generateAnswer } from "./response.ts";

const MAX_REMEMBERED_JOBS = 10_000;
const SEEN_KEY = Symbol.for("@outlay/instrumentation-google-genai/batch-results@1");

/** Jobs billed already, so that results read twice are billed once, whichever copy of this package sees them. */
const billed: Pick<RecentIds, "add"> = ((globalThis as { [SEEN_KEY]?: Pick<RecentIds, "add"> })[SEEN_KEY] ??=
  new RecentIds(MAX_REMEMBERED_JOBS));

/**
 * The wrapper around `batches.get()`: every answer that a finished job brings along was billed at the batch tier, and
 * gets its span when the program gets to see it.
 */
export function tracedBatchJob(host: TracingHost, original: AnyMethod): AnyMethod {
  return function (this: object, ...args: unknown[]): unknown {
    const result = original.apply(this, args);
    if (!isWatched(host) || !(result instanceof Promise)) return result;
    // An async method's promise has no identity that anybody could rely on.
    return result.then((job: unknown) => {
      guard("google-genai.batch_results", () => recordJob(fieldsOf<BatchJobFields>(job), host, clientOfResource(this)));
      return job;
    });
  };
}

function recordJob({ name, model, dest }: Partial<BatchJobFields>, host: TracingHost, client: ClientFacts): void {
  const { inlinedResponses, inlinedEmbedContentResponses } = fieldsOf<BatchDestinationFields>(dest);
  const generated = listOf(inlinedResponses);
  const embedded = listOf(inlinedEmbedContentResponses);
  const id = textOf(name);
  if (id === undefined || generated.length + embedded.length === 0 || !billed.add(id)) return;
  const request = { model: textOf(model), stream: false, attributes: {}, helper: "batches.get" } as const;
  for (const item of generated)
    record(item, { ...request, operationName: "generate_content" }, generateAnswer, host, client);
  for (const item of embedded) record(item, { ...request, operationName: "embeddings" }, embeddingAnswer, host, client);
}

/** A request that failed has an error instead of a response, and is not billed. */
function record(
  item: unknown,
  request: RequestFacts,
  read: (response: unknown) => ResponseFacts,
  host: TracingHost,
  client: ClientFacts,
): void {
  const { response } = fieldsOf<InlinedResponseFields>(item);
  if (response === undefined || response === null) return;
  const call = new ProviderCall(host, request, client);
  call.end({ status: "ok", response: { ...read(response), serviceTier: "batch" } });
}

/** The count is a number in a text, as Google writes numbers of 64 bits. */
function embeddingAnswer(response: unknown): ResponseFacts {
  const { tokenCount } = fieldsOf<{ tokenCount: unknown }>(response);
  return tokenCount === undefined ? {} : { usage: { inputTokens: Number(tokenCount) } };
}
