// SPDX-License-Identifier: Apache-2.0
import type { RateName, UnitName } from "@outlay/pricing";

/** Rates in the order in which they are shown, with short names for the heads of columns. */
export const RATE_TITLES: Readonly<Record<RateName, string>> = {
  input: "input",
  cacheRead: "cache read",
  cacheWrite: "cache write",
  cacheWrite5m: "write 5m",
  cacheWrite30m: "write 30m",
  cacheWrite1h: "write 1h",
  cacheWrite12h: "write 12h",
  output: "output",
  reasoning: "reasoning",
  inputAudio: "audio in",
  inputImage: "image in",
  inputVideo: "video in",
  cacheReadAudio: "cached audio",
  cacheReadImage: "cached image",
  outputAudio: "audio out",
  outputImage: "image out",
};

/** Names of all rates, in the order in which they are shown. */
export const RATE_NAMES: readonly RateName[] = Object.keys(RATE_TITLES) as RateName[];

/** One of each unit, in words. */
export const UNIT_TITLES: Readonly<Record<UnitName, string>> = {
  webSearchRequests: "web search",
  webFetchRequests: "web fetch",
  fileSearchRequests: "file search",
  codeExecutionSessions: "code execution session",
  codeExecutionSeconds: "second of code execution",
  cacheStorageTokenSeconds: "cached token and second",
  groundedRequests: "grounded request",
  mediaSeconds: "second of media",
  images: "image",
  characters: "character",
  searchUnits: "search unit",
};
