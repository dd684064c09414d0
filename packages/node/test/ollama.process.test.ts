// SPDX-License-Identifier: Apache-2.0
import { startFakeProvider } from "@outlay-test/fake-provider";
import { startOtlpReceiver } from "@outlay-test/otlp-receiver";
import { describe, expect, it } from "vitest";

import { runApp } from "./run-app.ts";

describe("the preload and a program that uses Ollama's SDK", () => {
  it("count each call once, whole and streamed, and price it at nothing", async () => {
    await using provider = await startFakeProvider();
    const receiver = await startOtlpReceiver();
    const env = { OLLAMA_HOST: provider.ollamaHost, OTEL_EXPORTER_OTLP_ENDPOINT: receiver.url };
    expect(await runApp("ollama.mjs", { env })).toMatchObject({ exitCode: 0, stdout: "done\n", stderr: "" });

    expect(receiver.spans.map(({ name, attributes }) => [name, attributes["gen_ai.usage.cost"]])).toEqual([
      ["chat llama3.2", 0],
      ["chat llama3.2", 0],
      ["embeddings nomic-embed-text", 0],
    ]);
    await receiver.close();
  });
});
