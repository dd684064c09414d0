// SPDX-License-Identifier: Apache-2.0
import { fingerprintPrompt } from "@outlay/core";
import { expect, it } from "vitest";

import { responsesPrompt } from "../src/responses/prompt.ts";

it("tells that the same tool was called again with the same answer, under other ids", () => {
  const round = (id: string): readonly object[] => [
    { type: "function_call", id: `fc_${id}`, call_id: id, name: "read_file", arguments: '{"path":"/a"}' },
    { type: "function_call_output", call_id: id, output: "text" },
  ];
  const prompt = fingerprintPrompt(responsesPrompt({ input: [...round("1"), ...round("2")] }));
  const values = prompt?.blocks.map(({ kind, toolName, valueHash }) => [kind, toolName, valueHash]) ?? [];

  expect(values.slice(2)).toEqual(values.slice(0, 2));
  expect(values[0]).toEqual(["tool_call", "read_file", expect.any(String)]);
  expect(values[1]).toEqual(["tool_result", "read_file", expect.any(String)]);
});
