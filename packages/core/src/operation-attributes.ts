// SPDX-License-Identifier: Apache-2.0
import type { Attributes } from "@opentelemetry/api";
import { ATTRIBUTE_NAMES_LATEST, GEN_AI, OUTLAY, SERVER } from "@outlay/semconv";

import type { ClientFacts, RequestFacts } from "./facts.ts";
import type { Operation } from "./operation.ts";
import { uncachedInputTokens } from "./usage.ts";
import type { Usage } from "./usage.ts";

/** Which release of the GenAI conventions names the attributes; `latest` are the unreleased ones. */
export type SemconvDialect = "v1.41" | "latest";

/** Attributes a sampler may want to see: the ones the conventions ask for at the start of a span. */
export function startAttributes(request: RequestFacts, client: ClientFacts): Attributes {
  const attributes: Attributes = {
    [GEN_AI.OPERATION_NAME]: request.operationName,
    [GEN_AI.PROVIDER_NAME]: client.provider,
  };
  if (request.model !== undefined) attributes[GEN_AI.REQUEST_MODEL] = request.model;
  if (client.serverAddress !== undefined) attributes[SERVER.ADDRESS] = client.serverAddress;
  if (client.serverPort !== undefined) attributes[SERVER.PORT] = client.serverPort;
  return attributes;
}

/** The rest of what is known before the call is sent. */
export function requestAttributes(request: RequestFacts): Attributes {
  const attributes: Attributes = { ...request.attributes };
  if (request.stream) attributes[GEN_AI.REQUEST_STREAM] = true;
  if (request.helper !== undefined) attributes[OUTLAY.REQUEST_HELPER] = request.helper;
  if (request.edits !== undefined && request.edits.length > 0) attributes[OUTLAY.REQUEST_EDITS] = [...request.edits];
  return attributes;
}

/** What the end of a call adds to its span. Unknown counts are left out, never written as 0. */
export function operationAttributes(operation: Operation, dialect: SemconvDialect): Attributes {
  const attributes: Attributes = { [OUTLAY.USAGE_STATUS]: operation.usageStatus };
  const put = (name: string, value: string | number | string[] | undefined): void => {
    if (value !== undefined) attributes[name] = value;
  };
  put(GEN_AI.RESPONSE_ID, operation.responseId);
  put(GEN_AI.RESPONSE_MODEL, operation.responseModel);
  put(GEN_AI.RESPONSE_FINISH_REASONS, operation.finishReasons && [...operation.finishReasons]);
  put(OUTLAY.RESPONSE_SERVICE_TIER, operation.serviceTier);
  put(OUTLAY.RESPONSE_REGION, operation.region);
  put(SERVER.HTTP_RESEND_COUNT, operation.resendCount);
  put(SERVER.ERROR_TYPE, operation.errorType);
  put(SERVER.HTTP_STATUS_CODE, operation.httpStatusCode);
  put(OUTLAY.USAGE_ITERATIONS, operation.iterations?.length);
  put(OUTLAY.USAGE_PROBLEMS, operation.usageProblems && [...operation.usageProblems]);
  if (operation.timeToFirstChunkMs !== undefined) {
    put(GEN_AI.RESPONSE_TIME_TO_FIRST_CHUNK, operation.timeToFirstChunkMs / 1000);
  }
  if (operation.status === "aborted" || operation.status === "abandoned") {
    put(OUTLAY.OPERATION_OUTCOME, operation.status);
  }
  if (operation.usage !== undefined) putUsage(put, operation.usage, dialect);
  return attributes;
}

function putUsage(put: (name: string, value: number | undefined) => void, usage: Usage, dialect: SemconvDialect): void {
  const written = GEN_AI.USAGE_CACHE_CREATION_INPUT_TOKENS;
  put(GEN_AI.USAGE_INPUT_TOKENS, usage.inputTokens);
  put(GEN_AI.USAGE_OUTPUT_TOKENS, usage.outputTokens);
  put(GEN_AI.USAGE_CACHE_READ_INPUT_TOKENS, usage.cacheReadTokens);
  put(dialect === "latest" ? (ATTRIBUTE_NAMES_LATEST[written] ?? written) : written, usage.cacheWriteTokens);
  put(GEN_AI.USAGE_REASONING_OUTPUT_TOKENS, usage.reasoningTokens);
  put(OUTLAY.USAGE_UNCACHED_INPUT_TOKENS, uncachedInputTokens(usage));
  put(OUTLAY.USAGE_CACHE_WRITE_5M_TOKENS, usage.cacheWrite5mTokens);
  put(OUTLAY.USAGE_CACHE_WRITE_30M_TOKENS, usage.cacheWrite30mTokens);
  put(OUTLAY.USAGE_CACHE_WRITE_1H_TOKENS, usage.cacheWrite1hTokens);
  put(OUTLAY.USAGE_CACHE_WRITE_12H_TOKENS, usage.cacheWrite12hTokens);
  put(OUTLAY.USAGE_WEB_SEARCH_REQUESTS, usage.units?.webSearchRequests);
}
