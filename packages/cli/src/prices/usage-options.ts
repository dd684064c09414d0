// SPDX-License-Identifier: Apache-2.0
import { normalizeUsage } from "@outlay/core";
import type { NormalizedUsage, UnitCount, UsageCount, UsageUnits } from "@outlay/core";

import type { OptionDescription } from "../command.ts";
import type { CommandInput } from "../parse-arguments.ts";

/** Options that are token counts, and what they count. */
const COUNTS: Readonly<Record<string, readonly [UsageCount, string]>> = {
  input: ["inputTokens", "the whole prompt, cached tokens included"],
  output: ["outputTokens", "the whole answer, reasoning included"],
  "cache-read": ["cacheReadTokens", "part of the input read from the cache"],
  "cache-write": ["cacheWriteTokens", "part of the input written to the cache, all lifetimes"],
  "cache-write-5m": ["cacheWrite5mTokens", "of these, kept for 5 minutes"],
  "cache-write-30m": ["cacheWrite30mTokens", "kept for 30 minutes"],
  "cache-write-1h": ["cacheWrite1hTokens", "kept for an hour"],
  "cache-write-12h": ["cacheWrite12hTokens", "kept for 12 hours"],
  reasoning: ["reasoningTokens", "part of the output spent on reasoning"],
  "input-audio": ["inputAudioTokens", "part of the input that is audio"],
  "input-image": ["inputImageTokens", "part of the input that is images"],
  "input-video": ["inputVideoTokens", "part of the input that is video"],
  "cache-read-audio": ["cacheReadAudioTokens", "part of the cache reads that is audio"],
  "cache-read-image": ["cacheReadImageTokens", "part of the cache reads that is images"],
  "output-audio": ["outputAudioTokens", "part of the output that is audio"],
  "output-image": ["outputImageTokens", "part of the output that is images"],
};

const UNITS: Readonly<Record<string, readonly [UnitCount, string]>> = {
  "web-searches": ["webSearchRequests", "web searches by the provider"],
  "web-fetches": ["webFetchRequests", "pages fetched by the provider"],
  "file-searches": ["fileSearchRequests", "file searches by the provider"],
  "code-sessions": ["codeExecutionSessions", "code execution sessions"],
  "code-seconds": ["codeExecutionSeconds", "seconds for which code execution ran"],
  "cache-token-seconds": ["cacheStorageTokenSeconds", "tokens of an explicit cache times the seconds it is kept"],
  "grounded-requests": ["groundedRequests", "prompts grounded by search"],
  "media-seconds": ["mediaSeconds", "seconds of audio or video"],
  images: ["images", "images generated"],
  characters: ["characters", "characters spoken"],
  "search-units": ["searchUnits", "documents or search units reranked"],
};

/** The options of everything that a call may have used. */
export const USAGE_OPTIONS: Readonly<Record<string, OptionDescription>> = {
  ...Object.fromEntries(
    Object.entries({ ...COUNTS, ...UNITS }).map(([name, [, about]]) => [name, { value: "N", about }]),
  ),
  "media-size": { value: "SIZE", about: "size of the images or the video where it makes the price: 1024x1792, 1080p" },
  "media-quality": { value: "NAME", about: "their quality, in the provider's word: hd, premium, …" },
};

/** Reads what a call used. Contradictions are settled by the rules that hold for every call, and named. */
export function usageFromOptions(input: CommandInput): NormalizedUsage {
  const units: UsageUnits = { ...counts<UnitCount>(input, UNITS), ...mediaKind(input) };
  const raw = counts<UsageCount>(input, COUNTS);
  return normalizeUsage(Object.keys(units).length > 0 ? { ...raw, units } : raw);
}

function counts<Name extends string>(
  input: CommandInput,
  options: Readonly<Record<string, readonly [Name, string]>>,
): { [name in Name]?: number } {
  const result: { [name in Name]?: number } = {};
  for (const [option, [name]] of Object.entries(options)) {
    const count = input.count(option);
    if (count !== undefined) result[name] = count;
  }
  return result;
}

function mediaKind(input: CommandInput): Pick<UsageUnits, "mediaSize" | "mediaQuality"> {
  const [mediaSize, mediaQuality] = [input.text("media-size"), input.text("media-quality")];
  return { ...(mediaSize !== undefined && { mediaSize }), ...(mediaQuality !== undefined && { mediaQuality }) };
}
