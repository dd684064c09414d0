// SPDX-License-Identifier: Apache-2.0
import { isSince } from "@outlay-test/conformance";
import { beforeAll, describe, expect, it } from "vitest";

import { VERSIONS, loadSdk } from "./load-sdk.ts";
import type { Client, Sdk } from "./load-sdk.ts";
import { onStage } from "./stage.ts";

const stage = onStage();
const { operations } = stage;

/** What is billed, as prices need to know it. */
function bills(): unknown[] {
  return operations.map(({ provider: name, operationName, requestModel, usage, usageStatus }) => ({
    name,
    operationName,
    requestModel,
    usage,
    usageStatus,
  }));
}

describe.each(VERSIONS)("@google/genai $number", ({ name, number }) => {
  let sdk: Sdk;
  beforeAll(async () => {
    sdk = await loadSdk(name, "ESM");
  });
  const client = (vertexai: boolean): Client => stage.connect(sdk, vertexai);
  const imagen = { name: "gcp.vertex_ai", operationName: "image_generation", usageStatus: "reported" };

  it("counts the images that were drawn, and not those that were held back", async () => {
    const model = "imagen-4.0-generate-001";
    await client(true).models.generateImages({ model, prompt: "a dot", config: { numberOfImages: 2 } });
    stage.provider().enqueue({ fields: { predictions: [{ raiFilteredReason: "no" }] } });
    await client(true).models.generateImages({ model, prompt: "a dot", config: { includeRaiReason: true } });

    expect(bills()).toEqual([
      { ...imagen, requestModel: model, usage: { units: { images: 2 } } },
      { ...imagen, requestModel: model, usage: { units: { images: 0 } } },
    ]);
  });

  it("counts an image that was edited, and one that was enlarged", async () => {
    const model = "imagen-3.0-capability-001";
    const image = { imageBytes: "AAAA", mimeType: "image/png" };
    const reference = new sdk.RawReferenceImage();
    reference.referenceImage = image;
    await client(true).models.editImage({ model, prompt: "a dot", referenceImages: [reference] });
    await client(true).models.upscaleImage({ model, image, upscaleFactor: "x2" });

    const one = { ...imagen, requestModel: model, usage: { units: { images: 1 } } };
    expect(bills()).toEqual([one, one]);
  });

  it("tells the seconds of a video that was ordered, and that it may never come", async () => {
    const model = "veo-3.1-generate-preview";
    const prompt = "a dot";
    // Early versions know no source.
    const source = isSince(number, "1.52") ? { source: { prompt } } : { prompt };
    await client(true).models.generateVideos({
      model,
      ...source,
      config: { numberOfVideos: 2, durationSeconds: 8, resolution: "1080p" },
    });

    expect(bills()).toEqual([
      {
        name: "gcp.vertex_ai",
        operationName: "generate_content",
        requestModel: model,
        usage: { units: { mediaSeconds: 16, mediaSize: "1080p" } },
        usageStatus: "partial",
      },
    ]);
  });

  it("does not take a count of tokens for a call that is billed", async () => {
    const { totalTokens } = await client(false).models.countTokens({ model: "gemini-2.5-flash", contents: "hello" });
    expect(totalTokens).toBeGreaterThan(0);
    expect(bills()).toEqual([]);
  });

  it("knows the tokens of embeddings where the SDK hands them on", async () => {
    const model = "gemini-embedding-001";
    await client(false).models.embedContent({ model, contents: ["hello world", "again"] });

    const told = isSince(number, "3");
    expect(bills()).toEqual([
      {
        name: "gcp.gemini",
        operationName: "embeddings",
        requestModel: model,
        usage: told ? { inputTokens: 5 } : undefined,
        usageStatus: told ? "reported" : "missing",
      },
    ]);
  });

  it("counts searches, once for all chunks", async () => {
    const search = { name: "web_search" } as const;
    stage.provider().enqueue({ serverToolCalls: [search, search] });
    const contents = "weather in Paris";
    const stream = await client(false).models.generateContentStream({
      model: "gemini-3.6-flash",
      contents,
      config: { tools: [{ googleSearch: {} }] },
    });
    for await (const _ of stream);
    expect(operations[0]?.usage?.units).toEqual({ groundedRequests: 1, webSearchRequests: 2 });
  });
});

// What early versions do not have.
describe.each(VERSIONS.filter(({ number }) => isSince(number, "1.52")))("@google/genai $number", ({ name }) => {
  it("counts an image whose product was put elsewhere", async () => {
    const model = "imagen-product-recontext-preview-06-30";
    const { models } = stage.connect(await loadSdk(name, "ESM"), true);
    await models.recontextImage({ model, source: { prompt: "on a table" }, config: { numberOfImages: 2 } });
    expect(operations).toMatchObject([{ operationName: "image_generation", requestModel: model }]);
    expect(operations[0]?.usage).toEqual({ units: { images: 2 } });
  });

  it("bills the answers of a batch when they are read, once, and at its tier", async () => {
    const model = "gemini-2.5-flash";
    const { batches } = stage.connect(await loadSdk(name, "ESM"), false);
    const usage = { promptTokenCount: 10, candidatesTokenCount: 5, totalTokenCount: 15 };
    stage.provider().enqueue({ usage }, { fault: { kind: "status", status: 400 } }, { usage: "omit" });
    const request = { contents: [{ role: "user", parts: [{ text: "hello" }] }] };
    const { name: job = "" } = await batches.create({ model, src: [request, request, request] });
    expect(operations).toEqual([]);
    const { dest } = await batches.get({ name: job });
    await batches.get({ name: job });

    expect(dest?.inlinedResponses).toHaveLength(3);
    const answer = { serviceTier: "batch", requestModel: `models/${model}`, responseModel: model };
    expect(operations).toMatchObject([
      { ...answer, usage: { inputTokens: 10, outputTokens: 5 }, usageStatus: "reported" },
      { ...answer, usageStatus: "missing" },
    ]);
  });
});
