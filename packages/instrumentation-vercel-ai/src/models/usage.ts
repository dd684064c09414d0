// SPDX-License-Identifier: Apache-2.0
import {
  fieldsOf,
  isTokenCount,
  listOf,
  numberOf,
  textOf,
  usageFromAnthropic,
  usageFromOpenAICompletion,
  usageFromOpenAIResponse,
} from "@outlay/core";
import type { OpenAIResponseBill, RawUsage, ResponseFacts } from "@outlay/core";

import type {
  CountsByPartFields,
  LanguageUsageFields,
  MetadataFields,
  ProviderMetadataFields,
  RawUsageFields,
} from "../internal-types.ts";

/** What an answer says of its bill. */
export type BilledFacts = Pick<
  ResponseFacts,
  "usage" | "usageStatus" | "iterations" | "serviceTier" | "region" | "reportedCostUsd"
>;

/** Where in an answer the bill may be written. */
export interface BillSources {
  /** `usage` as the AI SDK has it. */
  readonly usage: unknown;
  readonly providerMetadata: unknown;
  /** The body of the vendor's answer, where the provider hands it on: of whole answers, not of streams. */
  readonly body?: unknown;
}

/**
 * Reads what a language model's answer says of its bill.
 *
 * The vendor's own block is taken where the provider passes it on: it tells more than what the AI SDK makes of it, and
 * unlike that (before 6) it does not leave out what was written to a cache. `raw` is that block since 6; before, some
 * providers have it in their metadata, and whole answers in their body.
 */
export function billOf({ usage: value, providerMetadata, body }: BillSources): BilledFacts {
  const metadata = fieldsOf<MetadataFields>(providerMetadata);
  const usage = fieldsOf<LanguageUsageFields>(value);
  const block = usage.raw ?? blockInMetadata(metadata) ?? blockInBody(body);
  const counts = countsOf(usage, metadata);
  const billed = billOfBlock(block, body, counts) ?? (isKnown(counts) ? { usage: counts } : {});
  const serviceTier = billed.serviceTier ?? tierOf(metadata, body);
  const reportedCostUsd = billed.reportedCostUsd ?? costOf(metadata);
  return {
    ...billed,
    ...(serviceTier === undefined ? {} : { serviceTier }),
    ...(reportedCostUsd === undefined ? {} : { reportedCostUsd }),
  };
}

function blockInMetadata({ anthropic, google, vertex }: Partial<MetadataFields>): unknown {
  return (
    fieldsOf<ProviderMetadataFields>(anthropic).usage ??
    fieldsOf<ProviderMetadataFields>(google).usageMetadata ??
    fieldsOf<ProviderMetadataFields>(vertex).usageMetadata
  );
}

function blockInBody(body: unknown): unknown {
  const { usage, usageMetadata } = fieldsOf<{ usage: unknown; usageMetadata: unknown }>(body);
  return usage ?? usageMetadata;
}

/** Vendors' blocks are told apart by names that only one of them has. */
function billOfBlock(value: unknown, body: unknown, counts: RawUsage): BilledFacts | undefined {
  const block = fieldsOf<RawUsageFields>(value);
  if (block.promptTokenCount !== undefined) return { usage: usageFromGoogle(block) };
  if (block.prompt_tokens !== undefined) return usageFromOpenAICompletion(block);
  if (block.input_tokens !== undefined) {
    const isOpenAI = block.input_tokens_details !== undefined || block.total_tokens !== undefined;
    return isOpenAI
      ? usageFromOpenAIResponse({ ...fieldsOf<OpenAIResponseBill>(body), usage: block })
      : usageFromAnthropic(block);
  }
  const details = listOf(block.cacheDetails);
  return details.length === 0 ? undefined : { usage: { ...counts, ...cacheWritesByLifetime(details) } };
}

/** Counts as the AI SDK has them: by part since 6; before, as the vendor counts. */
function countsOf(usage: Partial<LanguageUsageFields>, metadata: Partial<MetadataFields>): RawUsage {
  if (typeof usage.inputTokens === "object" || typeof usage.outputTokens === "object") {
    const input = fieldsOf<CountsByPartFields>(usage.inputTokens);
    const output = fieldsOf<CountsByPartFields>(usage.outputTokens);
    return {
      inputTokens: input.total,
      outputTokens: output.total,
      cacheReadTokens: input.cacheRead,
      cacheWriteTokens: input.cacheWrite,
      reasoningTokens: output.reasoning,
    };
  }
  const written = writtenOf(metadata);
  const counts = {
    outputTokens: usage.outputTokens,
    cacheReadTokens: usage.cachedInputTokens,
    cacheWriteTokens: written,
    reasoningTokens: usage.reasoningTokens,
  };
  // Bedrock counts its cache beside the input, and so does Anthropic; theirs are the only ones to tell of writes apart.
  const isBeside = metadata.bedrock !== undefined || metadata.anthropic !== undefined;
  if (!isBeside || !isTokenCount(usage.inputTokens)) return { inputTokens: usage.inputTokens, ...counts };
  return { inputTokens: usage.inputTokens + countOrZero(usage.cachedInputTokens) + countOrZero(written), ...counts };
}

/** Tokens written to the cache, which the counts of @ai-sdk/provider@2 have no place for. */
function writtenOf({ anthropic, bedrock, openai }: Partial<MetadataFields>): unknown {
  const usageIn = (value: unknown): Partial<{ cacheWriteInputTokens: unknown; cacheWriteTokens: unknown }> =>
    fieldsOf(fieldsOf<ProviderMetadataFields>(value).usage);
  return (
    fieldsOf<ProviderMetadataFields>(anthropic).cacheCreationInputTokens ??
    usageIn(bedrock).cacheWriteInputTokens ??
    usageIn(openai).cacheWriteTokens
  );
}

/** Thoughts are beside the candidates, and what tools were asked is beside the prompt. */
function usageFromGoogle(block: Partial<RawUsageFields>): RawUsage {
  const { promptTokenCount, candidatesTokenCount, thoughtsTokenCount, toolUsePromptTokenCount } = block;
  return {
    inputTokens: sum(promptTokenCount, toolUsePromptTokenCount),
    outputTokens: sum(candidatesTokenCount ?? 0, thoughtsTokenCount),
    cacheReadTokens: block.cachedContentTokenCount,
    reasoningTokens: thoughtsTokenCount,
    inputAudioTokens: countOfModality(block.promptTokensDetails, "AUDIO"),
    inputImageTokens: countOfModality(block.promptTokensDetails, "IMAGE"),
    inputVideoTokens: countOfModality(block.promptTokensDetails, "VIDEO"),
    outputAudioTokens: countOfModality(block.candidatesTokensDetails, "AUDIO"),
    outputImageTokens: countOfModality(block.candidatesTokensDetails, "IMAGE"),
  };
}

function countOfModality(details: unknown, modality: string): unknown {
  const entries = listOf(details).map((entry) => fieldsOf<{ modality: unknown; tokenCount: unknown }>(entry));
  return entries.find((entry) => entry.modality === modality)?.tokenCount;
}

function cacheWritesByLifetime(details: readonly unknown[]): RawUsage {
  const written = (lifetime: string): unknown => {
    const entries = details.map((entry) => fieldsOf<{ ttl: unknown; inputTokens: unknown }>(entry));
    return entries.find(({ ttl }) => ttl === lifetime)?.inputTokens;
  };
  return { cacheWrite5mTokens: written("5m"), cacheWrite1hTokens: written("1h") };
}

function tierOf({ openai, azure, google, vertex }: Partial<MetadataFields>, body: unknown): string | undefined {
  for (const provider of [openai, azure, google, vertex]) {
    const tier = textOf(fieldsOf<ProviderMetadataFields>(provider).serviceTier);
    if (tier !== undefined) return tier;
  }
  return textOf(fieldsOf<{ service_tier: unknown }>(body).service_tier);
}

/**
 * What a gateway charged, USD. With a key of the user's own it charges nothing and the vendor does: a 0 beside what the
 * vendor asks says nothing of the bill, which OpenRouter then tells and Vercel does not.
 */
function costOf({ gateway, openrouter }: Partial<MetadataFields>): number | undefined {
  const vercel = fieldsOf<ProviderMetadataFields>(gateway);
  if (usd(vercel.cost) === 0 && isCharge(usd(vercel.marketCost))) return undefined;
  const router = fieldsOf<ProviderMetadataFields>(fieldsOf<ProviderMetadataFields>(openrouter).usage);
  const upstream = usd(fieldsOf<{ upstreamInferenceCost: unknown }>(router.costDetails).upstreamInferenceCost);
  if (usd(router.cost) === 0 && isCharge(upstream)) return upstream;
  return usd(vercel.cost) ?? usd(router.cost);
}

function isCharge(amount: number | undefined): boolean {
  return amount !== undefined && amount > 0;
}

function usd(value: unknown): number | undefined {
  const amount = typeof value === "string" && value.trim() !== "" ? Number(value) : value;
  const known = numberOf(amount);
  return known !== undefined && known >= 0 ? known : undefined;
}

function isKnown({ inputTokens, outputTokens }: RawUsage): boolean {
  return (inputTokens ?? outputTokens ?? undefined) !== undefined;
}

function sum(whole: unknown, beside: unknown): unknown {
  return isTokenCount(whole) ? whole + countOrZero(beside) : whole;
}

function countOrZero(value: unknown): number {
  return isTokenCount(value) ? value : 0;
}
