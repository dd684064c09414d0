// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from "vitest";

import { gatewayHeaders } from "../../src/vendors/gateway-headers.ts";

const PROXY = { "x-litellm-call-id": "c1" };
const COST = "x-litellm-response-cost";

describe("headers of an answer", () => {
  it.each([
    { headers: {}, stream: false, facts: {} },
    { headers: { [COST]: "0.5" }, stream: false, facts: {} },
    { headers: { "x-litellm-version": "1.80.0" }, stream: false, facts: { provider: "litellm" } },
    { headers: { "x-litellm-model-id": "m" }, stream: false, facts: { provider: "litellm" } },
    {
      headers: { ...PROXY, [COST]: "3.45e-05" },
      stream: false,
      facts: { provider: "litellm", reportedCostUsd: 0.0000345 },
    },
    { headers: { ...PROXY, [COST]: "3.45e-05" }, stream: true, facts: { provider: "litellm" } },
    ...["None", "", "0", "0.0", "-1", "Infinity", "nan"].map((cost) => ({
      headers: { ...PROXY, [COST]: cost },
      stream: false,
      facts: { provider: "litellm" },
    })),
  ])("$headers (stream: $stream) say $facts", ({ headers, stream, facts }) => {
    expect(gatewayHeaders(new Headers(headers as Record<string, string>), stream)).toEqual(facts);
  });
});
