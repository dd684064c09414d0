// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from "vitest";

import { NO_CONTENT, contentAttributes, contentCaptureFromEnv, maskContent, problemCounts } from "../src/index.ts";
import type { ContentCapture } from "../src/index.ts";

const CONTENT = { inputMessages: [{ role: "user", parts: [{ type: "text", content: "my key is sk-1234" }] }] };

describe("content", () => {
  it.each<[string | undefined, ContentCapture | undefined]>([
    [undefined, "none"],
    ["", "none"],
    ["false", "none"],
    ["NO_CONTENT", "none"],
    ["true", "span"],
    ["True", "span"],
    ["SPAN_ONLY", "span"],
    ["event_only", "event"],
    ["SPAN_AND_EVENT", "span_and_event"],
    ["yes", undefined],
  ])("capture variable %j means %j", (value, expected) => {
    expect(contentCaptureFromEnv(value)).toBe(expected);
  });

  it("passes the mask before it leaves", () => {
    const mask = (_attribute: string, json: string): string => json.replaceAll(/sk-\d+/g, "[key]");
    const attributes = contentAttributes(CONTENT, { ...NO_CONTENT, capture: "span", mask });
    expect(attributes["gen_ai.input.messages"]).toContain("[key]");
    expect(attributes["gen_ai.input.messages"]).not.toContain("sk-1234");
  });

  it("passes the mask of the process too, which a preloaded program can set", () => {
    maskContent((_attribute, json) => json.replace("key", "secret"));
    const attributes = contentAttributes(CONTENT, NO_CONTENT);
    maskContent(undefined);
    expect(attributes["gen_ai.input.messages"]).toContain("my secret is");
  });

  it("is dropped and counted when the mask throws or returns nothing", () => {
    const before = problemCounts().get("content.mask") ?? 0;
    const failing = (): never => {
      throw new Error("mask");
    };
    expect(contentAttributes(CONTENT, { ...NO_CONTENT, mask: failing })).toEqual({});
    expect(contentAttributes(CONTENT, { ...NO_CONTENT, mask: () => undefined })).toEqual({});
    expect(problemCounts().get("content.mask")).toBe(before + 1);
  });

  it("is cut at the limit, with a mark, and not before", () => {
    const json = JSON.stringify(CONTENT.inputMessages);
    const cutAt = (maxLength: number): string | undefined =>
      contentAttributes(CONTENT, { ...NO_CONTENT, maxLength })["gen_ai.input.messages"];
    expect(cutAt(json.length)).toBe(json);
    expect(cutAt(json.length - 1)).toMatch(/…\[cut\]$/);
    expect(cutAt(json.length - 1)).toHaveLength(json.length - 1);
  });
});
