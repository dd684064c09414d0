// SPDX-License-Identifier: Apache-2.0
import { expect, it } from "vitest";

import { looksLike } from "../../src/prompt/looks-like.ts";

it.each([
  "Now: 2026-11-26T06:26:21.123Z",
  "2026-11-26 06:26",
  "It is Thu Nov 26 2026 06:26:21 GMT+0000",
  "Thu, 26 Nov 2026 06:26:21 GMT",
  "November: Nov 26, 2026, 6:26 PM",
  "11/26/2026, 6:26:21 AM",
  "26.11.2026, 06:26:21",
  `{"now":1764138381}`,
  `{"now":1764138381123}`,
  `${"x".repeat(20_000)} 2026-11-26T06:26:21Z`,
])("sees a moment in %s", (text) => {
  expect(looksLike(text)).toEqual(["timestamp"]);
});

it.each(["id 3f2504e0-4f89-41d3-9a0c-0305e82c3301", `{"id":"3F2504E0-4F89-41D3-9A0C-0305E82C3301"}`])(
  "sees a UUID in %s",
  (text) => expect(looksLike(text)).toEqual(["uuid"]),
);

it.each([
  "",
  "Today is 2026-11-26.",
  "claude-3-5-sonnet-20241022, released 2024-10-22",
  `{"a":1,"b":"12:30"}`,
  "call +491764138381123456",
  "3f2504e0-4f89-41d3-9a0c",
  `${"x".repeat(2_000)} 2026-11-26T06:26:21Z ${"x".repeat(2_000)}`,
])("sees nothing in %s", (text) => {
  expect(looksLike(text)).toBeUndefined();
});

it("sees both", () => {
  expect(looksLike("3f2504e0-4f89-41d3-9a0c-0305e82c3301 at 2026-11-26T06:26:21Z")).toEqual(["timestamp", "uuid"]);
});
