// SPDX-License-Identifier: Apache-2.0
import { mkdtempSync, readFileSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

import { afterAll, beforeAll, describe, expect, it } from "vitest";

import { EMITTERS } from "../src/emitters.ts";
import { recordInProcess } from "../src/record-in-process.ts";

const FIXTURES = fileURLToPath(new URL("../fixtures", import.meta.url));

describe("fixtures", () => {
  let folder = "";

  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), "outlay-dialects-"));
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  it.each(Object.keys(EMITTERS))("are what %s emits, byte for byte", async (name) => {
    await recordInProcess(name, folder);
    const recorded = readdirSync(folder).find((entry) => entry.startsWith(`${name}@`)) ?? "";
    expect(files(join(folder, recorded))).toEqual(files(join(FIXTURES, recorded)));
  });
});

function files(folder: string): Record<string, string> {
  return Object.fromEntries(readdirSync(folder).map((file) => [file, readFileSync(join(folder, file), "utf8")]));
}
