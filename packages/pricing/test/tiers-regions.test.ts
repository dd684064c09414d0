// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from "vitest";

import { createPriceEngine } from "../src/index.ts";
import type { Cost, PriceQuery } from "../src/index.ts";
import { acmeCall, acmeEngine } from "./engines.ts";

const engine = acmeEngine({
  openaiLike: [
    {
      rates: { input: 10, output: 0 },
      context: [{ over: 1000, rates: { input: 20, output: 0 } }],
      tiers: {
        batch: { rates: { input: 5, output: 0 } },
        flex: { rates: { input: 4, output: 0 }, context: [{ over: 1000, rates: { input: 8, output: 0 } }] },
        priority: { rates: { input: 17.5, output: 0 } },
      },
      regions: { regional: { multiplier: 1.1 } },
    },
  ],
  anthropicLike: [
    {
      rates: { input: 10, output: 0 },
      tiers: { fast: { rates: { input: 60, output: 0 } } },
      regions: { us: { multiplier: 1.1 } },
    },
  ],
  bedrockLike: [
    {
      rates: { input: 11, output: 0 },
      regions: {
        global: { rates: { input: 10, output: 0 }, tiers: { flex: { rates: { input: 5, output: 0 } } } },
        us: { multiplier: 1 },
        "us-gov": { rates: { input: 12, output: 0 } },
      },
    },
  ],
  plain: [{ rates: { input: 10, output: 0 } }],
});

function priced(model: string, query: Partial<PriceQuery>, inputTokens = 1): string {
  const cost = engine.price(acmeCall(model, { usage: { inputTokens, outputTokens: 0 }, ...query }));
  if (!("parts" in cost)) throw new Error(cost.status);
  return [cost.totalPicoUsd / inputTokens / 1e6, cost.tier, cost.region ?? "-", ...cost.problems].join(" ");
}

describe("the tier that served the call", () => {
  it.each([
    ["openaiLike", "default", "10 standard -"],
    ["openaiLike", "auto", "10 standard -"],
    ["openaiLike", "ON_DEMAND", "10 standard -"],
    ["openaiLike", "batch", "5 batch -"],
    ["openaiLike", "flex", "4 flex -"],
    ["openaiLike", "ON_DEMAND_FLEX", "4 flex -"],
    ["openaiLike", "priority", "17.5 priority -"],
    ["openaiLike", "fast", "17.5 priority -"],
    ["openaiLike", "scale", "10 standard - tier_not_listed"],
    ["openaiLike", "__proto__", "10 standard - tier_not_listed"],
    ["anthropicLike", "fast", "60 fast -"],
    ["anthropicLike", "priority", "10 standard - tier_not_listed"],
    ["plain", "batch", "10 standard - tier_not_listed"],
  ])("%s %s is %s", (model, serviceTier, expected) => {
    expect(priced(model, { serviceTier })).toBe(expected);
  });

  it("has bands of its own, or none", () => {
    expect(priced("openaiLike", { serviceTier: "flex" }, 1001)).toBe("8 flex -");
    expect(priced("openaiLike", { serviceTier: "priority" }, 1001)).toBe("17.5 priority -");
    expect(priced("openaiLike", {}, 1001)).toBe("20 standard -");
  });
});

describe("the region of the call", () => {
  it.each([
    ["openaiLike", "eu", "11 standard regional"],
    ["openaiLike", "global", "10 standard -"],
    ["openaiLike", "", "10 standard -"],
    ["anthropicLike", "us", "11 standard us"],
    ["anthropicLike", "US", "11 standard us"],
    ["anthropicLike", "not_available", "10 standard -"],
    ["anthropicLike", "mars", "10 standard - region_not_listed"],
    ["bedrockLike", "us-east-1", "11 standard -"],
    ["bedrockLike", "global", "10 standard global"],
    ["bedrockLike", "us-gov-west-1", "12 standard us-gov"],
    ["bedrockLike", "eu", "11 standard - region_not_listed"],
    ["plain", "eu", "10 standard -"],
    ["plain", "us-gov-west-1", "10 standard - region_not_listed"],
    ["bedrockLike", "constructor", "11 standard - region_not_listed"],
  ])("%s in %s is %s", (model, region, expected) => {
    expect(priced(model, { region })).toBe(expected);
  });

  it("multiplies tiers and bands alike", () => {
    expect(priced("openaiLike", { region: "eu", serviceTier: "batch" })).toBe("5.5 batch regional");
    expect(priced("openaiLike", { region: "eu" }, 2000)).toBe("22 standard regional");
    expect(priced("bedrockLike", { region: "global", serviceTier: "flex" })).toBe("5 flex global");
  });
});

describe("a profile of Bedrock", () => {
  const bedrock = createPriceEngine();
  const nova = (profile: string, region?: string): Cost =>
    bedrock.price({
      provider: "aws.bedrock",
      responseModel: `${profile}.amazon.nova-pro-v1:0`,
      startTimeMs: Date.parse("2026-03-01T12:00:00Z"),
      usage: { inputTokens: 1000, outputTokens: 0 },
      ...(region !== undefined && { region }),
    });

  it.each([
    ["eu", "eu-central-1", 1_050_000_000],
    ["eu", "eu-west-1", 920_000_000],
    ["apac", "ap-northeast-1", 960_000_000],
    ["us", "us-west-2", 800_000_000],
    ["us-gov", "us-gov-west-1", 960_000_000],
  ])("without a price of its own costs what its source region does: %s from %s", (profile, region, totalPicoUsd) => {
    expect(nova(profile, region)).toMatchObject({ status: "priced", totalPicoUsd, problems: [] });
  });

  it("is estimated where it was called from is unknown, unlisted, or a region that it cannot be called from", () => {
    for (const region of [undefined, "eu-south-9", "us-east-1"]) {
      expect(nova("eu", region)).toMatchObject({ status: "estimated", problems: ["region_not_listed"] });
    }
  });

  it("with a price of its own has that, wherever it was called from", () => {
    const call = { provider: "aws.bedrock", startTimeMs: Date.parse("2026-03-01"), region: "eu-central-1" };
    const usage = { inputTokens: 1000, outputTokens: 0 };
    const model = "global.anthropic.claude-sonnet-4-5-20250929-v1:0";
    expect(bedrock.price({ ...call, usage, responseModel: model })).toMatchObject({
      region: "global",
      status: "priced",
    });
  });
});

it("remembers a bounded number of words that come from outside", () => {
  for (let serial = 0; serial < 5000; serial++) priced("openaiLike", { serviceTier: `tier-${serial}`, region: "eu" });
  expect(priced("openaiLike", { serviceTier: "batch", region: "eu" })).toBe("5.5 batch regional");
});
