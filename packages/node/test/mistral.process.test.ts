// SPDX-License-Identifier: Apache-2.0
import { startFakeProvider } from "@outlay-test/fake-provider";
import { startOtlpReceiver } from "@outlay-test/otlp-receiver";
import { describe, expect, it } from "vitest";

import { runApp } from "./run-app.ts";

describe("the preload and a program that uses Mistral's SDK", () => {
  it.each([
    ["", {}],
    [", which traces itself as well", { MISTRAL_SDK_TELEMETRY: "global" }],
  ])("bill each call once, whole and streamed%s", async (_how, own) => {
    await using provider = await startFakeProvider();
    const receiver = await startOtlpReceiver();
    const env = { MISTRAL_SERVER_URL: provider.mistralServerUrl, OTEL_EXPORTER_OTLP_ENDPOINT: receiver.url, ...own };
    expect(await runApp("mistral.mjs", { env })).toMatchObject({ exitCode: 0, stdout: "done\n", stderr: "" });

    const billed = receiver.spans.filter(({ attributes }) => attributes["outlay.cost.status"] === "priced");
    expect(billed.map(({ name }) => name)).toEqual(["chat mistral-small-latest", "chat mistral-small-latest"]);
    const costs = receiver.spans.filter(({ attributes }) => attributes["gen_ai.usage.cost"] !== undefined);
    expect(costs).toHaveLength(provider.requests.length);
    await receiver.close();
  });
});
