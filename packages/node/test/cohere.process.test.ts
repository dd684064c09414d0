// SPDX-License-Identifier: Apache-2.0
import { startFakeProvider } from "@outlay-test/fake-provider";
import { startOtlpReceiver } from "@outlay-test/otlp-receiver";
import { describe, expect, it } from "vitest";

import { runApp } from "./run-app.ts";

describe("the preload and a program that uses Cohere's SDK", () => {
  it("bill what Cohere bills, and not what was consumed", async () => {
    await using provider = await startFakeProvider();
    const billed = { billed_units: { input_tokens: 1000, output_tokens: 100 }, tokens: { input_tokens: 9000 } };
    provider.enqueue({ usage: billed }, { usage: billed });
    const receiver = await startOtlpReceiver();
    const env = { COHERE_BASE_URL: provider.cohereBaseUrl, OTEL_EXPORTER_OTLP_ENDPOINT: receiver.url };
    expect(await runApp("cohere.mjs", { env })).toMatchObject({ exitCode: 0, stdout: "done\n", stderr: "" });

    // 1,000 tokens at $2.50 a million and 100 at $10; a search at $2 a thousand.
    expect(receiver.spans.map(({ name, attributes }) => [name, attributes["gen_ai.usage.cost"]])).toEqual([
      ["chat command-a-03-2025", 0.0035],
      ["chat command-a-03-2025", 0.0035],
      ["rerank rerank-v3.5", 0.002],
    ]);
    await receiver.close();
  });
});
