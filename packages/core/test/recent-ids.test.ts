// SPDX-License-Identifier: Apache-2.0
import { expect, it } from "vitest";

import { RecentIds } from "../src/recent-ids.ts";

it("knows as many ids as its limit says, the latest ones", () => {
  const ids = new RecentIds(3);
  const added = (id: string): boolean => ids.add(id);

  expect(["a", "b", "c"].map(added)).toEqual([true, true, true]);
  expect(["a", "b", "c"].map(added)).toEqual([false, false, false]);
  expect(added("d")).toBe(true);
  expect(["b", "c", "d"].map(added)).toEqual([false, false, false]);
  expect(added("a")).toBe(true);
  expect(added("b")).toBe(true);
});
