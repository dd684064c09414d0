// SPDX-License-Identifier: Apache-2.0
import {
  baseUrlOfResource,
  fieldsOf,
  listOf,
  numberOf,
  providerName,
  providerOfHost,
  serverOfUrl,
  textOf,
} from "@outlay/core";
import type { ClientFacts, RawUsage, ResponseFacts } from "@outlay/core";

import type {
  ModelFields,
  ModelResponseFields,
  ProviderDataFields,
  StreamEventFields,
  TokenDetailsFields,
  UsageFields,
} from "../internal-types.ts";

/** What a provider was asked for when it made a model. */
const names = new WeakMap<object, string>();

/** Remembers by which name a model was asked for: its class may not tell. */
export function rememberName(model: unknown, name: string | undefined): void {
  if (typeof model === "object" && model !== null && name !== undefined) names.set(model, name);
}

/** Who is called and which model is asked for, as far as the model's class tells. */
export function modelFacts(model: object): { readonly client: ClientFacts; readonly model: string | undefined } {
  const { _client, _model, model: own, modelName, modelId, provider } = fieldsOf<ModelFields>(model);
  const name = [_model, own, modelName, modelId].map(textOf).find((text) => text !== undefined);
  return {
    client: isOpenAIModel(model, _client) ? openAIClient(model) : { provider: providerName(textOf(provider)) },
    model: name ?? names.get(model),
  };
}

/** Not all of the SDK's own classes of models let their client be seen. */
function isOpenAIModel(model: object, client: unknown): boolean {
  if (typeof client === "object" && client !== null) return true;
  const made: unknown = Reflect.get(model, "constructor");
  return typeof made === "function" && /^OpenAI\w*Model$/.test(made.name);
}

/** Models for OpenAI's APIs have OpenAI's client, as its own resources do. */
function openAIClient(model: object): ClientFacts {
  const url = baseUrlOfResource(model);
  return url === undefined
    ? { provider: "openai" }
    : { provider: providerOfHost(url) ?? "openai", ...serverOfUrl(url) };
}

/** The answer in the event that ends a stream. */
export function responseOfEvent(event: unknown): unknown {
  const { type, response } = fieldsOf<StreamEventFields>(event);
  return type === "response_done" ? response : undefined;
}

/** Reads an answer, of which the SDK keeps the usage apart and the vendor's own words as `providerData`. */
export function responseFacts(response: unknown): ResponseFacts {
  const { id, responseId, usage, providerData } = fieldsOf<ModelResponseFields>(response);
  const { model, service_tier: tier } = fieldsOf<ProviderDataFields>(providerData);
  const requests = numberOf(fieldsOf<UsageFields>(usage).requests);
  return {
    id: textOf(responseId) ?? textOf(id),
    model: textOf(model),
    serviceTier: textOf(tier),
    usage: usageOf(usage),
    callCount: requests !== undefined && requests > 1 ? requests : undefined,
  };
}

/** The SDK makes noughts of what a model does not say: a call that used nothing is one that nobody has counted. */
function usageOf(value: unknown): RawUsage | undefined {
  const usage = fieldsOf<UsageFields>(value);
  const counts = [usage.inputTokens, usage.outputTokens, usage.totalTokens].map(numberOf);
  if (!counts.some((count) => count !== undefined && count > 0)) return undefined;
  return {
    inputTokens: usage.inputTokens,
    outputTokens: usage.outputTokens,
    cacheReadTokens: detail(usage.inputTokensDetails, "cached_tokens"),
    cacheWriteTokens: detail(usage.inputTokensDetails, "cache_write_tokens"),
    reasoningTokens: detail(usage.outputTokensDetails, "reasoning_tokens"),
  };
}

/** Of one request, or of each of a list, added up. */
function detail(details: unknown, name: keyof TokenDetailsFields): number | undefined {
  const requests = Array.isArray(details) ? listOf(details) : [details];
  const counts = requests.map((request) => numberOf(fieldsOf<TokenDetailsFields>(request)[name]));
  const known = counts.filter((count) => count !== undefined);
  return known.length === 0 ? undefined : known.reduce((sum, count) => sum + count, 0);
}
