// SPDX-License-Identifier: Apache-2.0
import { join } from "node:path";

import { expect, it } from "vitest";

import { installApp } from "../src/app.ts";
import { startWorld } from "../src/world.ts";

it("works in Jest, which loads modules in its own way, without a warning", async () => {
  await using app = await installApp("jest-app");
  await using world = await startWorld();
  const result = await app.node([join("node_modules", ".bin", "jest"), "--json"], world.env);
  // The reporter writes to stderr. Anything else there, of Node or of Jest, would be a warning.
  expect(result.stderr).toMatch(/^PASS \.\/calls\.test\.js\n[^\n]*✓ a call is traced and priced/);
  expect(result.stderr).not.toMatch(/warning|console\.|did not exit|open handle/i);
  expect(JSON.parse(result.stdout)).toMatchObject({ success: true, numPassedTests: 1, numTotalTests: 1 });
  expect(result.exitCode).toBe(0);
});
