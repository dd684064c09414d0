// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from "vitest";

import { ATTRIBUTES, GEN_AI, METRICS, OUTLAY } from "@outlay/semconv";

describe("attribute table", () => {
  it("has a row for every name in our namespace and none besides", () => {
    expect(Object.keys(ATTRIBUTES).toSorted()).toEqual(Object.values(OUTLAY).toSorted());
  });

  it("keeps our names in our namespace, in the conventions' spelling", () => {
    for (const name of Object.values(OUTLAY)) expect(name).toMatch(/^outlay(\.[a-z][a-z0-9_]*){2,3}$/);
  });

  it("emits no gen_ai.usage name that a backend would add up as another bucket", () => {
    const usage = Object.values(GEN_AI).filter((name) => name.startsWith("gen_ai.usage."));
    expect(usage.toSorted()).toEqual([
      "gen_ai.usage.cache_creation.input_tokens",
      "gen_ai.usage.cache_read.input_tokens",
      "gen_ai.usage.cost",
      "gen_ai.usage.input_tokens",
      "gen_ai.usage.output_tokens",
      "gen_ai.usage.reasoning.output_tokens",
    ]);
  });

  it("gives every histogram ascending buckets", () => {
    for (const metric of Object.values(METRICS)) {
      if (metric.instrument !== "histogram") continue;
      expect(metric.buckets).toEqual([...metric.buckets].toSorted((a, b) => a - b));
    }
  });
});
