// SPDX-License-Identifier: Apache-2.0
import type { HeaderFacts, ResponseHeaders } from "../facts.ts";

/** On every answer of a LiteLLM proxy, of whatever age; the name of a deployment, of a call, of the program. */
const LITELLM_MARKS = ["x-litellm-call-id", "x-litellm-version", "x-litellm-model-id"] as const;

const NOTHING: HeaderFacts = Object.freeze({});

/**
 * What a gateway says of itself and of the bill in the headers of its answer.
 *
 * LiteLLM prices a call by its own table, with the discounts and margins of who runs it: that is what is charged. It
 * sends headers before a stream is made, so the cost of a stream is in its `usage` or nowhere. `None`, and 0 for models
 * that the proxy has no price of, are not a cost.
 *
 * @see https://docs.litellm.ai/docs/proxy/response_headers, read 2026-11-26
 */
export function gatewayHeaders(headers: ResponseHeaders, stream: boolean): HeaderFacts {
  if (LITELLM_MARKS.every((name) => headers.get(name) === null)) return NOTHING;
  const provider = "litellm";
  const usd = stream ? 0 : Number(headers.get("x-litellm-response-cost") ?? Number.NaN);
  return usd > 0 && Number.isFinite(usd) ? { provider, reportedCostUsd: usd } : { provider };
}
