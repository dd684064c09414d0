// SPDX-License-Identifier: Apache-2.0
import type { ContentFacts, ResponseFacts } from "@outlay/core";
import { describe, expect, it } from "vitest";

import { generateAnswer, imagesAnswer, videosAnswer } from "../src/response.ts";
import { GeminiStream } from "../src/stream.ts";

const REQUEST = { operationName: "generate_content", model: "m", stream: false, attributes: {} } as const;
const USAGE = { promptTokenCount: 10, candidatesTokenCount: 5, totalTokenCount: 15 };
const TOKENS = { inputTokens: 10, outputTokens: 5 };

/** The facts with their content read. */
function read({ content, ...facts }: ResponseFacts): unknown {
  const { outputMessages }: ContentFacts = content?.() ?? {};
  return JSON.parse(JSON.stringify({ ...facts, outputMessages }));
}

function folded(chunks: readonly unknown[], complete = true, keepContent = true): unknown {
  const stream = new GeminiStream({ ...REQUEST, stream: true }, keepContent);
  for (const chunk of chunks) expect(stream.push(chunk)).toBe(false);
  return read(stream.finish(complete));
}

const text = (content: string): object => ({ type: "text", content });

describe("a whole answer", () => {
  it("is read with its candidates, calls, searches and tier", () => {
    const grounding = {
      webSearchQueries: ["paris weather", "paris weather", "", "rain"],
      imageSearchQueries: ["cloud"],
    };
    const answer = {
      responseId: "r1",
      modelVersion: "gemini-3.6-flash",
      candidates: [
        {
          content: {
            role: "model",
            parts: [
              { text: "Let me see.", thought: true },
              { text: "It rains." },
              { functionCall: { id: "c1", name: "lookup", args: { city: "Paris" } } },
              { inlineData: { mimeType: "image/png", data: "AAAA" } },
              { executableCode: { code: "1+1" } },
            ],
          },
          finishReason: "STOP",
          groundingMetadata: grounding,
        },
        { content: { parts: [{ functionCall: { name: "nameless" } }] }, finishReason: "MAX_TOKENS", index: 1 },
      ],
      usageMetadata: USAGE,
      sdkHttpResponse: { headers: { "x-gemini-service-tier": "flex" } },
    };
    expect(read(generateAnswer(answer))).toEqual({
      id: "r1",
      model: "gemini-3.6-flash",
      finishReasons: ["STOP", "MAX_TOKENS"],
      usage: { ...TOKENS, units: { groundedRequests: 1, webSearchRequests: 3 } },
      serviceTier: "flex",
      toolCalls: [{ id: "c1", name: "lookup" }, { name: "nameless" }],
      outputMessages: [
        {
          role: "assistant",
          parts: [
            { type: "reasoning", content: "Let me see." },
            text("It rains."),
            { type: "tool_call", id: "c1", name: "lookup", arguments: { city: "Paris" } },
            { type: "blob", modality: "image", mime_type: "image/png", content: "[left out]" },
            { type: "executableCode" },
          ],
          finish_reason: "STOP",
        },
        { role: "assistant", parts: [{ type: "tool_call", name: "nameless" }], finish_reason: "MAX_TOKENS" },
      ],
    });
  });

  it("says why a prompt was refused", () => {
    const refused = {
      promptFeedback: { blockReason: "SAFETY" },
      usageMetadata: { promptTokenCount: 4, totalTokenCount: 4 },
    };
    expect(read(generateAnswer(refused))).toEqual({
      finishReasons: ["SAFETY"],
      usage: { inputTokens: 4, outputTokens: 0 },
      outputMessages: [],
    });
  });
});

describe("a stream", () => {
  const early = { promptTokenCount: 10, totalTokenCount: 10 };
  const chunk = (parts: readonly object[], rest: object = {}, head: object = {}): object => ({
    candidates: [{ content: { parts }, ...rest }],
    usageMetadata: early,
    ...head,
  });
  const CHUNKS = [
    chunk([{ text: "Hm", thought: true }], { groundingMetadata: { webSearchQueries: ["a"] } }),
    chunk([{ text: "m.", thought: true }]),
    chunk([{ text: "It " }], { groundingMetadata: { webSearchQueries: ["a", "b"] } }),
    chunk([{ text: "rains." }, { functionCall: { name: "lookup" } }]),
    chunk(
      [{ text: "" }],
      { finishReason: "STOP" },
      { usageMetadata: USAGE, responseId: "r1", modelVersion: "gemini-x" },
    ),
  ];

  it("is the sum of its chunks, with the counts of the last", () => {
    expect(folded(CHUNKS)).toEqual({
      id: "r1",
      model: "gemini-x",
      finishReasons: ["STOP"],
      usage: { ...TOKENS, units: { groundedRequests: 1, webSearchRequests: 2 } },
      toolCalls: [{ name: "lookup" }],
      outputMessages: [
        {
          role: "assistant",
          parts: [{ type: "reasoning", content: "Hmm." }, text("It rains."), { type: "tool_call", name: "lookup" }],
          finish_reason: "STOP",
        },
      ],
    });
  });

  it("keeps its texts only where somebody asks", () => {
    expect(folded(CHUNKS, true, false)).toMatchObject({
      toolCalls: [{ name: "lookup" }],
      outputMessages: [{ parts: [{ type: "tool_call", name: "lookup" }] }],
    });
  });

  it.each([
    ["is left early", CHUNKS, false],
    ["ends without saying why", CHUNKS.slice(0, -1), true],
  ])("that %s has a prompt and no output", (_name, chunks, complete) => {
    expect(folded(chunks, complete)).toMatchObject({ usage: { inputTokens: 10 }, usageStatus: "partial" });
    expect(folded(chunks, complete)).not.toHaveProperty("usage.outputTokens");
  });

  it("keeps the counts where the last chunk has none", () => {
    const chunks = [chunk([{ text: "a" }], {}, { usageMetadata: USAGE }), { candidates: [{ finishReason: "STOP" }] }];
    expect(folded(chunks)).toMatchObject({ usage: TOKENS });
  });

  it("that is refused is whole", () => {
    const refused = { promptFeedback: { blockReason: "OTHER" }, usageMetadata: early };
    expect(folded([refused])).toMatchObject({ finishReasons: ["OTHER"], usage: { inputTokens: 10, outputTokens: 0 } });
  });
});

describe("images and videos", () => {
  it("bills the images that were not held back", () => {
    const generatedImages = [
      { image: { imageBytes: "AAAA" } },
      { image: { gcsUri: "gs://bucket/1.png" } },
      { raiFilteredReason: "no" },
    ];
    expect(imagesAnswer({ generatedImages })).toEqual({ usage: { units: { images: 2 } } });
    expect(imagesAnswer({})).toEqual({});
  });

  it("knows of a video what was asked for", () => {
    expect(videosAnswer({ name: "operations/1" }, { ...REQUEST, billedUnits: { mediaSeconds: 16 } })).toEqual({
      id: "operations/1",
      usage: { units: { mediaSeconds: 16 } },
      usageStatus: "partial",
    });
    expect(videosAnswer({ name: "operations/1" }, REQUEST)).toEqual({ id: "operations/1" });
  });
});
