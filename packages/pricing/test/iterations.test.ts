// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from "vitest";

import { acmeCall, acmeEngine } from "./engines.ts";

const engine = acmeEngine({
  large: [
    {
      rates: { input: 5, output: 25 },
      context: [{ over: 1000, rates: { input: 10, output: 40 } }],
      unitUsd: { webSearchRequests: 0.01 },
    },
  ],
  small: [{ rates: { input: 1, output: 5 } }],
});

const passes = [
  { kind: "compaction", model: "small", usage: { inputTokens: 800, outputTokens: 100 } },
  { kind: "message", usage: { inputTokens: 900, outputTokens: 50 } },
];

describe("a call that bills several models", () => {
  it("costs what its passes cost, each at its own model, whatever the sums at the top leave out", () => {
    const cost = engine.price(acmeCall("large", { usage: { inputTokens: 900, outputTokens: 50 }, iterations: passes }));
    expect(cost).toMatchObject({
      status: "priced",
      totalPicoUsd: 800e6 + 500e6 + 4500e6 + 1250e6,
      parts: { uncachedInput: 5300e6, output: 1750e6 },
      iterations: [
        { kind: "compaction", cost: { modelId: "small", totalPicoUsd: 1300e6 } },
        { kind: "message", cost: { modelId: "large", totalPicoUsd: 5750e6, bandOverTokens: 0 } },
      ],
    });
  });

  it("charges tool units of the whole call once", () => {
    const usage = { inputTokens: 900, outputTokens: 50, units: { webSearchRequests: 2 } };
    const cost = engine.price(acmeCall("large", { usage, iterations: passes }));
    expect(cost).toMatchObject({ totalPicoUsd: 7050e6 + 20e9, parts: { tools: 20e9 } });
  });

  it("is partial where one pass ran on a model without a price", () => {
    const iterations = [...passes, { kind: "advisor", model: "nobody", usage: { inputTokens: 5, outputTokens: 5 } }];
    const cost = engine.price(acmeCall("large", { requestModel: "large", usage: {}, iterations }));
    expect(cost).toMatchObject({ status: "partial", totalPicoUsd: 7050e6, problems: ["iteration_unpriced"] });
  });

  it("falls back on the sums at the top where no pass can be priced", () => {
    const usage = { inputTokens: 900, outputTokens: 50 };
    const empty = [{ kind: "message", usage: {} }];
    expect(engine.price(acmeCall("large", { usage, iterations: empty }))).toMatchObject({ totalPicoUsd: 5750e6 });
    expect(engine.price(acmeCall("large", { usage, iterations: [] }))).toMatchObject({ totalPicoUsd: 5750e6 });
  });

  it("is explained pass by pass", () => {
    const query = acmeCall("large", { usage: { inputTokens: 900, outputTokens: 50 }, iterations: passes });
    const { lines, iterations, cost } = engine.explain(query);
    expect(iterations?.map(({ kind }) => kind)).toEqual(["compaction", "message"]);
    expect(lines.reduce((sum, line) => sum + Number(line.amountPicoUsd), 0)).toBe(
      "totalPicoUsd" in cost ? cost.totalPicoUsd : undefined,
    );
  });
});

describe("a cost that the provider reported", () => {
  const query = acmeCall("large", { usage: { inputTokens: 900, outputTokens: 50 } });

  it("is taken as the cost, also of an unknown model and an explicit zero", () => {
    expect(engine.price({ ...query, reportedCostUsd: 0.0123 })).toMatchObject({
      status: "provider_reported",
      totalPicoUsd: 12_300_000_000,
    });
    expect(engine.price(acmeCall("nobody", { reportedCostUsd: 0 }))).toMatchObject({
      status: "provider_reported",
      totalPicoUsd: 0,
    });
  });

  it.each([-1, Number.NaN, Infinity, 1e300])("is computed instead when it is %d", (reportedCostUsd) => {
    expect(engine.price({ ...query, reportedCostUsd })).toMatchObject({
      status: "priced",
      totalPicoUsd: 5750e6,
      problems: ["reported_cost_unusable"],
    });
  });
});
