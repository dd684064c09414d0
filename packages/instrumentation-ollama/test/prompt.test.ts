// SPDX-License-Identifier: Apache-2.0
import { fingerprintPrompt } from "@outlay/core";
import { describe, expect, it } from "vitest";

import { ollamaPrompt } from "../src/prompt.ts";

function blocksOf(body: object) {
  return fingerprintPrompt(ollamaPrompt(body))?.blocks ?? [];
}

describe("the prompt of a local model", () => {
  it("is tools and messages, with their images", () => {
    const blocks = blocksOf({
      tools: [{ type: "function", function: { name: "lookup" } }],
      messages: [
        { role: "system", content: "Be brief." },
        { role: "user", content: "What is this?", images: ["AA=="] },
        {
          role: "assistant",
          content: "",
          thinking: "Hm.",
          tool_calls: [{ function: { name: "lookup", arguments: {} } }],
        },
        { role: "tool", tool_name: "lookup", content: "a cat" },
      ],
    });
    expect(blocks.map(({ kind, pointer, toolName }) => [kind, pointer, toolName])).toEqual([
      ["tool_definition", "/tools/0", "lookup"],
      ["instructions", "/messages/0/content", undefined],
      ["text", "/messages/1/content", undefined],
      ["image", "/messages/1/images/0", undefined],
      ["reasoning", "/messages/2/thinking", undefined],
      ["tool_call", "/messages/2/tool_calls/0", "lookup"],
      ["tool_result", "/messages/3", "lookup"],
    ]);
  });

  it("of generate() is system, prompt and images, and changes with an image", () => {
    const [first, second] = ["AA==", "AB=="].map((image) => blocksOf({ system: "s", prompt: "p", images: [image] }));
    expect(first?.map(({ pointer }) => pointer)).toEqual(["/system", "/prompt", "/images/0"]);
    expect(first?.map(({ chain }, index) => chain === second?.[index]?.chain)).toEqual([true, true, false]);
  });
});
