// SPDX-License-Identifier: Apache-2.0
import { recordOperations } from "@outlay-test/conformance";
import { beforeAll, describe, expect, it } from "vitest";

import { CohereInstrumentation } from "../src/index.ts";
import { VERSIONS, connectV1, connectV2, loadSdk } from "./load-sdk.ts";
import type { ClientV1, ClientV2, Sdk } from "./load-sdk.ts";

const IMAGE = "data:image/png;base64,iVBORw0KGgo=";

const { operations, provider } = recordOperations(() => new CohereInstrumentation());

describe.each(VERSIONS)("%s", (name) => {
  let sdk: Sdk;
  let v1: ClientV1;
  let v2: ClientV2;
  beforeAll(async () => {
    sdk = await loadSdk(name, "CommonJS");
    v1 = connectV1(sdk, provider());
    v2 = connectV2(sdk, provider());
  });

  it("bills a ranking by its searches, through both versions of the API", async () => {
    const documents = Array.from({ length: 101 }, (_, index) => `document ${index}`);
    await v1.rerank({ model: "rerank-v3.5", query: "which?", documents });
    await v2.rerank({ model: "rerank-v3.5", query: "which?", documents: ["one"] });

    expect(operations.map(({ operationName, usage }) => ({ operationName, ...usage }))).toEqual([
      { operationName: "rerank", units: { searchUnits: 2 } },
      { operationName: "rerank", units: { searchUnits: 1 } },
    ]);
  });

  it("bills images apart from texts", async () => {
    await v2.embed({ model: "embed-v4.0", images: [IMAGE], inputType: "image", embeddingTypes: ["float"] });
    await v1.embed({ model: "embed-english-v3.0", texts: ["four"], inputType: "search_document" });

    expect(operations.map(({ usage }) => usage)).toEqual([
      { inputTokens: 1000, inputImageTokens: 1000 },
      { inputTokens: 1 },
    ]);
  });

  it("knows no usage of generateStream(), which tells none", async () => {
    for await (const _ of await v1.generateStream({ model: "command-r-08-2024", prompt: "Once" }));

    expect(operations).toMatchObject([
      {
        operationName: "text_completion",
        stream: true,
        status: "ok",
        finishReasons: ["COMPLETE"],
        usageStatus: "missing",
      },
    ]);
  });

  it("bills a summary like a completion", async () => {
    await v1.summarize({ model: "command-r-08-2024", text: "Once upon a time." });

    expect(operations).toMatchObject([{ operationName: "text_completion", usageStatus: "reported" }]);
  });

  it("has no model where none is asked for: no answer tells which one the vendor took", async () => {
    await v1.chat({ message: "hello" });

    expect(operations).toMatchObject([{ operationName: "chat", usageStatus: "reported" }]);
    expect(operations[0]).not.toHaveProperty("requestModel");
    expect(operations[0]).not.toHaveProperty("responseModel");
  });

  it("tells who answers by the client's server", async () => {
    const { CohereClient } = sdk;
    const azure = new CohereClient({ token: "test", environment: "https://command-r.eastus2.models.ai.azure.com/v1" });
    const call = azure.chat({ message: "hello" }, { abortSignal: AbortSignal.abort(), maxRetries: 0 });
    await expect(Promise.resolve(call)).rejects.toBeInstanceOf(Error);

    expect(operations).toMatchObject([
      { provider: "azure.ai.inference", serverAddress: "command-r.eastus2.models.ai.azure.com", status: "aborted" },
    ]);
  });

  it("is Cohere's where a function names the server", async () => {
    const { CohereClient } = sdk;
    const client = new CohereClient({ token: "test", environment: () => provider().cohereBaseUrl });
    await client.chat({ message: "hello" });

    expect(operations).toMatchObject([{ provider: "cohere", usageStatus: "reported" }]);
    expect(operations[0]).not.toHaveProperty("serverAddress");
  });
});
