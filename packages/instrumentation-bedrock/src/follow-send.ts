// SPDX-License-Identifier: Apache-2.0
import type { Attributes } from "@opentelemetry/api";
import {
  fieldsOf,
  followAnswer,
  followAsyncIterable,
  guard,
  isAbort,
  isAsyncIterable,
  isTokenCount,
  textOf,
} from "@outlay/core";
import type { CallAdapter, ProviderCall, RequestFacts, ResponseFacts, StreamReducer } from "@outlay/core";
import { AWS, SERVER } from "@outlay/semconv";

import type { MetadataFields, SendOptionsFields } from "./internal-types.ts";
import { tierOf } from "./service-tier.ts";
import { wireFactsOf } from "./wire.ts";

/** Follows what `send` promises: a new, native promise that nobody but the caller holds. */
export function followSend(result: unknown, call: ProviderCall, adapter: CallAdapter): unknown {
  if (!(result instanceof Promise)) {
    followAnswer(result, call, adapter);
    return result;
  }
  return result.then(
    (output: unknown) => {
      guard("bedrock.answer", () => {
        countResends(output, call);
        followOutput(output, call, stamping(adapter, output));
      });
      return output;
    },
    (error: unknown) => {
      guard("bedrock.error", () => countResends(error, call));
      const response = guard("bedrock.error", () => ({ attributes: outcomeAttributes(error) }));
      call.end({ status: isAbort(error) ? "aborted" : "error", error, response });
      throw error;
    },
  );
}

/** Says what a call can be aborted by, the second argument of `send`: neither streams nor errors tell an abort from another end. */
export function withSignal(request: RequestFacts, options: unknown): RequestFacts {
  const { abortSignal } = fieldsOf<SendOptionsFields>(options);
  return abortSignal instanceof AbortSignal ? { ...request, signal: abortSignal } : request;
}

function followOutput(output: unknown, call: ProviderCall, adapter: CallAdapter): void {
  const stream = adapter.streamIn?.(output);
  if (!isAsyncIterable(stream)) {
    followAnswer(output, call, adapter);
    return;
  }
  const reducer = adapter.stream(call.request, call.capturesContent);
  followAsyncIterable(stream, call, reducer, call.request.signal);
}

/** The adapter, with what the outcome of `send` says laid under the facts of the answer, whole or streamed. */
function stamping(adapter: CallAdapter, output: unknown): CallAdapter {
  const stamp = {
    attributes: outcomeAttributes(output),
    serviceTier: tierOf(output, wireFactsOf(output)?.headers ?? {}),
  };
  return {
    ...adapter,
    response: (body, request) => stamped(adapter.response(body, request), stamp),
    stream: (request, keepContent) => {
      const reducer = adapter.stream(request, keepContent);
      const stampedReducer: StreamReducer = {
        push: (chunk) => reducer.push(chunk),
        finish: (complete) => stamped(reducer.finish(complete), stamp),
      };
      return stampedReducer;
    },
  };
}

type Stamp = Pick<ResponseFacts, "attributes" | "serviceTier">;

function stamped(facts: ResponseFacts, { attributes, serviceTier }: Stamp): ResponseFacts {
  return {
    ...facts,
    serviceTier: facts.serviceTier ?? serviceTier,
    attributes: { ...facts.attributes, ...attributes },
  };
}

/** What is known of a call only once it is answered: where it went, and under which id. */
function outcomeAttributes(outcome: unknown): Attributes {
  const attributes: Attributes = {};
  const client = wireFactsOf(outcome)?.client;
  const requestId = textOf(metadataOf(outcome).requestId);
  if (client?.serverAddress !== undefined) attributes[SERVER.ADDRESS] = client.serverAddress;
  if (client?.serverPort !== undefined) attributes[SERVER.PORT] = client.serverPort;
  if (requestId !== undefined) attributes[AWS.REQUEST_ID] = requestId;
  return attributes;
}

const MAX_RESENDS = 100;

/** The SDK says afterwards how often it tried. */
function countResends(outcome: unknown, call: ProviderCall): void {
  const { attempts } = metadataOf(outcome);
  if (!isTokenCount(attempts)) return;
  for (let attempt = 1; attempt < Math.min(attempts, MAX_RESENDS); attempt += 1) call.resent();
}

function metadataOf(outcome: unknown): Partial<MetadataFields> {
  return fieldsOf<MetadataFields>(fieldsOf<{ $metadata: unknown }>(outcome).$metadata);
}
