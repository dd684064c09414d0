// SPDX-License-Identifier: Apache-2.0
import { startFakeProvider } from "@outlay-test/fake-provider";
import { startOtlpReceiver } from "@outlay-test/otlp-receiver";
import { expect, it } from "vitest";

import { runApp } from "./run-app.ts";

it("the preload prices every call of Google's SDK, however its model is spelled", async () => {
  await using provider = await startFakeProvider();
  // What Google calls the models that answer: by snapshot, with a tier, with a search.
  provider.enqueue(
    { model: "gemini-2.5-flash-preview-09-2025" },
    { serverToolCalls: [{ name: "web_search" }] },
    { serviceTier: "ON_DEMAND_PRIORITY" },
    { serviceTier: "ON_DEMAND_FLEX" },
    { model: "models/gemini-2.5-flash-lite" },
    { model: "publishers/google/models/gemini-2.5-pro" },
  );
  const receiver = await startOtlpReceiver();
  const env = { GOOGLE_BASE_URL: provider.googleBaseUrl, OTEL_EXPORTER_OTLP_ENDPOINT: receiver.url };
  expect(await runApp("google-genai.mjs", { env })).toMatchObject({ exitCode: 0, stdout: "done\n", stderr: "" });

  const costs = receiver.spans.map(({ name, attributes }) => [name, attributes["outlay.cost.status"]]);
  expect(costs).toEqual([
    ["generate_content gemini-2.5-flash", "priced"],
    ["generate_content gemini-3.6-flash", "priced"],
    ["generate_content gemini-2.5-flash", "priced"],
    ["generate_content gemini-3.6-flash", "priced"],
    ["generate_content models/gemini-2.5-flash-lite", "priced"],
    ["generate_content publishers/google/models/gemini-2.5-pro", "priced"],
    ["generate_content google/gemini-2.5-pro", "priced"],
    ["embeddings gemini-embedding-001", "priced"],
    ["generate_content gemini-2.5-flash-image", "priced"],
    ["generate_content gemini-3.6-flash", "priced"],
    ["generate_content gemini-3.6-flash", "priced"],
  ]);
  expect(costs).toHaveLength(provider.requests.length);
  await receiver.close();
});
