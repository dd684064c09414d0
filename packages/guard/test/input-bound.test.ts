// SPDX-License-Identifier: Apache-2.0
import fc from "fast-check";
import { Tiktoken } from "js-tiktoken/lite";
import cl100k from "js-tiktoken/ranks/cl100k_base";
import o200k from "js-tiktoken/ranks/o200k_base";
import { describe, expect, it } from "vitest";

import { boundInput } from "../src/input-bound.ts";

const TOKENIZERS = { o200k: new Tiktoken(o200k), cl100k: new Tiktoken(cl100k) } as const;
type TokenizerName = keyof typeof TOKENIZERS;
/** What text that looks like a mark of the tokenizer's own is read as in a prompt: text. */
const tokensOf = (name: TokenizerName, text: string): number => TOKENIZERS[name].encode(text, [], []).length;
const EMPTY_TOKENS = boundInput([""]).tokens;
/** What an empty part is taken for is left out: small errors must not hide in it. */
const boundOf = (text: string): number => boundInput([text]).tokens - EMPTY_TOKENS;

const from = (alphabet: string, maxLength = 160): fc.Arbitrary<string> =>
  fc.array(fc.constantFrom(...Array.from(alphabet)), { minLength: 1, maxLength }).map((pieces) => pieces.join(""));
const inRange = (first: number, last: number): fc.Arbitrary<string> =>
  fc
    .array(fc.integer({ min: first, max: last }), { minLength: 1, maxLength: 120 })
    .map((codes) => String.fromCodePoint(...codes));

/** Text as agents send it, and text that tokenizers do worst on. */
const TEXTS: Readonly<Record<string, fc.Arbitrary<string>>> = {
  english: fc.lorem({ maxCount: 40 }),
  chinese: inRange(0x4e00, 0x9fff),
  hangul: inRange(0xac00, 0xd7a3),
  kana: inRange(0x3041, 0x30ff),
  arabic: inRange(0x0600, 0x06ff),
  emoji: from("😀🧑‍🚀🏳️‍🌈👩🏽‍💻🇩🇪⚽️🫠"),
  "supplementary planes": inRange(0x1_0000, 0x1_ffff),
  mathematics: inRange(0x2200, 0x22ff),
  combining: inRange(0x0300, 0x036f).map((marks) => `a${marks}`),
  hex: from("0123456789abcdef"),
  base64: fc.uint8Array({ maxLength: 160 }).map((bytes) => Buffer.from(bytes).toString("base64")),
  uuids: fc.array(fc.uuid(), { minLength: 1, maxLength: 6 }).map((ids) => ids.join("\n")),
  "JSON numbers": fc.array(fc.double(), { maxLength: 20 }).map((numbers) => JSON.stringify(numbers)),
  JSON: fc.json({ maxDepth: 4 }),
  "minified code": from("abcxyz_$(){}[]=>;,.:?!&|+-*/'\"`0123456789"),
  control: inRange(0, 0x1f),
  whitespace: from(" \t\n\r\u00a0\u2003\u200b"),
  "any code unit, lone surrogates too": fc
    .array(fc.integer({ min: 0, max: 0xffff }), { maxLength: 120 })
    .map((units) => String.fromCharCode(...units)),
  "any text": fc.string({ unit: "binary", maxLength: 120 }),
  "marks of tokenizers": from("<|endoftext|><|im_start|>"),
};
const SAMPLES = 150;

describe("the bytes of text", () => {
  it("scenario 21: are at least its tokens, whatever the text, for both tokenizers of OpenAI", () => {
    const figures = { samples: 0, exceeded: 0, tightest: 0 };
    for (const name of ["o200k", "cl100k"] as const) {
      for (const [kind, texts] of Object.entries(TEXTS)) {
        for (const text of fc.sample(texts, { numRuns: SAMPLES, seed: 21 })) {
          const [tokens, bound] = [tokensOf(name, text), boundOf(text)];
          figures.samples += 1;
          figures.exceeded += tokens > bound ? 1 : 0;
          if (bound > 0) figures.tightest = Math.max(figures.tightest, tokens / bound);
          expect(tokens, `${kind} by ${name}: ${JSON.stringify(text)}`).toBeLessThanOrEqual(bound);
        }
      }
    }
    const { samples, exceeded, tightest } = figures;
    process.stdout.write(
      `scenario 21: ${samples} texts: ${exceeded} have more tokens than bytes, tightest ${tightest.toFixed(3)}\n`,
    );
    expect(figures.samples).toBeGreaterThanOrEqual(2_000);
    // Some of it really comes close, or the test has no power.
    expect(figures.tightest).toBeGreaterThan(0.9);
  });
});

const anyText = fc.oneof(...Object.values(TEXTS));
const tool = fc.record({
  type: fc.constant("function"),
  function: fc.record({
    name: from("abcdefghij_", 24),
    description: anyText,
    parameters: fc.dictionary(
      from("abcdefimage_", 12),
      fc.record({ type: fc.constant("string"), description: anyText, enum: fc.array(anyText, { maxLength: 4 }) }),
      { maxKeys: 6 },
    ),
  }),
});
const message = fc.oneof(
  fc.record({ role: fc.constantFrom("system", "user", "assistant"), content: anyText }),
  fc.record({
    role: fc.constant("user"),
    content: fc.array(fc.record({ type: fc.constant("text"), text: anyText }), { maxLength: 4 }),
  }),
);

describe("the bound of a whole request", () => {
  it("scenario 21: is at least the tokens of its messages, each in its marks, and of its tools as JSON", () => {
    let nearest = 0;
    const request = fc.record({
      messages: fc.array(message, { maxLength: 12 }),
      tools: fc.array(tool, { maxLength: 6 }),
    });
    fc.assert(
      fc.property(request, ({ messages, tools }) => {
        // `<|im_start|>role<|im_sep|>…<|im_end|>`, as OpenAI counts it; tools as the JSON that was sent.
        const texts = messages.flatMap(({ content }) =>
          typeof content === "string" ? [content] : content.map(({ text }) => text),
        );
        const said = texts.reduce((sum, text) => sum + tokensOf("o200k", text), 0) + 4 * messages.length + 3;
        const tokens = said + tokensOf("o200k", JSON.stringify(tools));
        const { tokens: bound, isUpperBound } = boundInput([messages, tools]);
        nearest = Math.max(nearest, tokens / bound);
        expect(isUpperBound).toBe(true);
        expect(tokens).toBeLessThanOrEqual(bound);
      }),
      { numRuns: 500, seed: 21 },
    );
    process.stdout.write(`scenario 21: 500 requests: at most ${(100 * nearest).toFixed(0)} % of their bound\n`);
  });

  it("scenario 21: is there in no time", () => {
    const megabyte = "lorem ipsum ".repeat(87_382);
    const parts = [Array.from({ length: 64 }, () => ({ role: "user", content: megabyte.slice(0, 16_384) }))];
    for (let warm = 0; warm < 20; warm += 1) boundInput(parts);
    const start = performance.now();
    for (let run = 0; run < 50; run += 1) boundInput(parts);
    process.stdout.write(
      `scenario 21: bound of 1 MB in 64 messages: ${((performance.now() - start) / 50).toFixed(3)} ms\n`,
    );
    expect(boundInput(parts).tokens).toBeGreaterThan(1_048_576);
  });
});

const IMAGE = 48_169;
const PIXELS = "iVBORw0KGgo=";
const bytes = new Uint8Array([1, 2, 3]);
const inMessage = (part: unknown): readonly unknown[] => [[{ role: "user", content: [part] }]];

describe("what is not text", () => {
  it.each([
    ["OpenAI's image_url", { type: "image_url", image_url: { url: `data:image/png;base64,${PIXELS}` } }],
    ["OpenAI's input_image", { type: "input_image", image_url: "https://example.com/a.png" }],
    [
      "Anthropic's base64 image",
      { type: "image", source: { type: "base64", media_type: "image/png", data: PIXELS.repeat(9_000) } },
    ],
    ["Anthropic's image by URL", { type: "image", source: { type: "url", url: "https://example.com/a.png" } }],
    ["Gemini's inlineData", { inlineData: { mimeType: "image/png", data: PIXELS.repeat(9_000) } }],
    ["Bedrock's image", { image: { format: "png", source: { bytes } } }],
    ["an image of the AI SDK", { type: "file", mediaType: "image/png", data: bytes }],
    ["an image of the AI SDK in text", { type: "file", mediaType: "image/*", data: PIXELS }],
    ["an image of the AI SDK by URL", { type: "file", mediaType: "image/png", data: new URL("https://example.com/a") }],
    ["Mistral's imageUrl", { type: "image_url", imageUrl: "https://example.com/a.png" }],
  ])("is counted as the dearest image there is: %s", (_name, part) => {
    const { tokens, isUpperBound } = boundInput(inMessage(part));
    expect(isUpperBound).toBe(true);
    expect(tokens).toBeGreaterThanOrEqual(IMAGE);
    expect(tokens).toBeLessThan(IMAGE + 1_400);
  });

  it("is counted for each image of a list", () => {
    const { tokens } = boundInput([[{ role: "user", content: "what?", images: [PIXELS, PIXELS, PIXELS] }]]);
    expect(tokens).toBeGreaterThanOrEqual(3 * IMAGE);
  });

  it.each([
    [
      "Anthropic's PDF",
      { type: "document", source: { type: "base64", media_type: "application/pdf", data: "JVBERi0=" } },
    ],
    ["Anthropic's PDF by URL", { type: "document", source: { type: "url", url: "https://example.com/a.pdf" } }],
    ["Anthropic's file", { type: "document", source: { type: "file", file_id: "file_1" } }],
    ["OpenAI's file_data", { type: "file", file: { filename: "a.pdf", file_data: "data:application/pdf;base64,JV" } }],
    ["OpenAI's file_url", { type: "input_file", file_url: "https://example.com/a.pdf" }],
    ["OpenAI's item_reference", { type: "item_reference", id: "msg_1" }],
    ["OpenAI's sound", { type: "input_audio", input_audio: { data: "UklGRg==", format: "wav" } }],
    ["OpenAI's earlier sound", { role: "assistant", audio: { id: "audio_1" } }],
    ["Gemini's PDF", { inlineData: { mimeType: "application/pdf", data: "JVBERi0=" } }],
    ["Gemini's film", { inlineData: { mimeType: "video/mp4", data: "AAAA" } }],
    ["Gemini's file", { fileData: { fileUri: "gs://a/b", mimeType: "image/png" } }],
    ["Bedrock's document", { document: { format: "pdf", name: "a", source: { bytes } } }],
    ["a PDF of the AI SDK", { type: "file", mediaType: "application/pdf", data: new URL("https://example.com/a") }],
    ["a blob", { data: new Blob(["x"]) }],
    ["what says itself how it is sent", { toJSON: () => "x" }],
  ])("is not taken for bounded: %s", (_name, part) => {
    expect(boundInput(inMessage(part)).isUpperBound).toBe(false);
  });

  it("is read as text where its marks are names in a tool's arguments, answers and schema", () => {
    const marked = { image: `data:image/png;base64,${"A".repeat(100_000)}`, file_id: "x", media_type: "image/png" };
    const places = [
      { type: "tool_use", id: "1", name: "show", input: marked },
      { functionCall: { name: "show", args: marked } },
      { functionResponse: { name: "show", response: marked } },
      { name: "show", input_schema: { properties: { image: { description: "A".repeat(100_000) } } } },
    ];
    for (const place of places) {
      const { tokens, isUpperBound } = boundInput(inMessage(place));
      expect(isUpperBound).toBe(true);
      expect(tokens).toBeGreaterThan(100_000);
    }
  });

  it("is read as text where it is a document of text", () => {
    const source = { type: "text", media_type: "text/plain", data: "word ".repeat(1_000) };
    const { tokens, isUpperBound } = boundInput(inMessage({ type: "document", source }));
    expect([isUpperBound, tokens > 5_000]).toEqual([true, true]);
  });

  it("is counted with the description of a tool that the provider describes itself", () => {
    expect(boundInput([[{ type: "bash_20250124", name: "bash" }]]).tokens).toBeGreaterThan(2_048);
  });

  it("has an end where it contains itself", () => {
    const round: Record<string, unknown> = {};
    Object.assign(round, { left: round, right: round });
    expect(boundInput([round]).isUpperBound).toBe(false);
  });
});
