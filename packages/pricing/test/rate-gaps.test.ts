// SPDX-License-Identifier: Apache-2.0
import type { Usage } from "@outlay/core";
import { describe, expect, it } from "vitest";

import type { Cost } from "../src/index.ts";
import { acmeCall, acmeEngine } from "./engines.ts";

function price(rates: object, usage: Usage): Cost {
  return acmeEngine({ model: [{ rates }] }).price(acmeCall("model", { usage }));
}

const READ = { inputTokens: 10, cacheReadTokens: 10, outputTokens: 0 };
const WRITE_1H = { inputTokens: 10, cacheWriteTokens: 10, cacheWrite1hTokens: 10, outputTokens: 0 };
const WRITE = { inputTokens: 10, cacheWriteTokens: 10, outputTokens: 0 };
const AUDIO = { inputTokens: 10, inputAudioTokens: 10, outputTokens: 5, outputAudioTokens: 5 };
const IMAGE = { inputTokens: 10, inputImageTokens: 6, inputVideoTokens: 4, outputTokens: 5, outputImageTokens: 5 };
const CACHED_AUDIO = {
  inputTokens: 10,
  inputAudioTokens: 10,
  cacheReadTokens: 10,
  cacheReadAudioTokens: 10,
  outputTokens: 0,
};
const REASONING = { inputTokens: 0, outputTokens: 10, reasoningTokens: 8 };

describe("a used category without a rate of its own", () => {
  it.each([
    [
      "cache reads at the input rate, partial",
      { input: 4, output: 1 },
      READ,
      { cacheRead: 40e6 },
      ["no_rate.cacheRead"],
    ],
    [
      "writes of an hour at the rate for all",
      { input: 4, output: 1, cacheWrite: 5 },
      WRITE_1H,
      { cacheWrite1h: 50e6 },
      [],
    ],
    [
      "writes of an hour at the dearest other lifetime, partial",
      { input: 4, output: 1, cacheWrite5m: 5, cacheWrite30m: 6 },
      WRITE_1H,
      { cacheWrite1h: 60e6 },
      ["no_rate.cacheWrite1h"],
    ],
    [
      "writes of an hour at the input rate, partial",
      { input: 4, output: 1 },
      WRITE_1H,
      { cacheWrite1h: 40e6 },
      ["no_rate.cacheWrite1h"],
    ],
    ["unsplit writes at the only lifetime", { input: 4, output: 1, cacheWrite30m: 6 }, WRITE, { cacheWrite: 60e6 }, []],
    [
      "unsplit writes at the shortest lifetime, estimated",
      { input: 4, output: 1, cacheWrite1h: 8, cacheWrite5m: 5 },
      WRITE,
      { cacheWrite: 50e6 },
      ["cache_write_lifetime_unknown"],
    ],
    [
      "unsplit writes at the input rate, partial",
      { input: 4, output: 1 },
      WRITE,
      { cacheWrite: 40e6 },
      ["no_rate.cacheWrite"],
    ],
    [
      "audio within input and output, partial",
      { input: 4, output: 2 },
      AUDIO,
      { uncachedInput: 40e6, output: 10e6 },
      ["no_rate.inputAudio", "no_rate.outputAudio"],
    ],
    [
      "images and video within input and output, as usual",
      { input: 4, output: 2 },
      IMAGE,
      { uncachedInput: 40e6, output: 10e6 },
      [],
    ],
    [
      "cached audio within cache reads, partial",
      { input: 4, output: 2, cacheRead: 1 },
      CACHED_AUDIO,
      { cacheRead: 10e6 },
      ["no_rate.cacheReadAudio"],
    ],
    ["reasoning within output, as usual", { input: 4, output: 2 }, REASONING, { output: 20e6 }, []],
    [
      "reasoning apart where it is rated apart",
      { input: 4, output: 2, reasoning: 3 },
      REASONING,
      { output: 4e6, reasoning: 24e6 },
      [],
    ],
    ["nothing of a free prompt, cached or not", { input: 0, output: 2 }, READ, {}, []],
    [
      "output not at all, partial",
      { input: 4 },
      { inputTokens: 10, outputTokens: 10 },
      { uncachedInput: 40e6 },
      ["no_rate.output"],
    ],
  ])("bills %s", (_name, rates, usage, parts, problems) => {
    const cost = price(rates, usage);
    expect(cost).toMatchObject({ problems });
    expect("parts" in cost ? cost.parts : undefined).toEqual(parts);
  });

  it("is unpriced when nothing that was used has a rate", () => {
    expect(price({}, { inputTokens: 10, outputTokens: 10 })).toMatchObject({ status: "unpriced", reason: "no_rates" });
  });
});
