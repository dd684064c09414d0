// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from "vitest";

import { outlayTargets } from "../../packages/node/src/instrumentations.ts";
import { textOf } from "../structure/packages.ts";
import { buildsFromReport, sdkName } from "./read-results.ts";
import { renderSupported } from "./render.ts";

const titled = (
  titles: readonly string[],
  status = "passed",
): { ancestorTitles: readonly string[]; status: string } => ({
  ancestorTitles: titles,
  status,
});
const REPORT = {
  startTime: Date.UTC(2026, 10, 26),
  testResults: [
    {
      name: "/repo/packages/instrumentation-openai/test/conformance-esm.test.ts",
      assertionResults: [
        titled(["suite", "openai-4, ESM", "chat.completions", "stream"]),
        titled(["suite", "openai-4, ESM", "chat.completions"]),
        titled(["suite", "openai-4, ESM", "embeddings"], "failed"),
        titled(["suite", "openai-4, ESM", "embeddings"], "skipped"),
        titled(["usage"]),
      ],
    },
    { name: "/repo/packages/core/test/x.test.ts", assertionResults: [titled(["a 1.0.0, ESM"])] },
  ],
};

describe("what is supported", () => {
  it("is read from the titles of tests: passed and failed, by API", () => {
    const builds = buildsFromReport(REPORT, (_instrumentation, name) =>
      sdkName({ "openai-4": "npm:openai@4.104.0" }, name),
    );
    expect(builds).toEqual([
      {
        instrumentation: "instrumentation-openai",
        sdk: "openai 4.104.0",
        format: "ESM",
        apis: new Map([
          ["chat.completions", { passed: 2, failed: 0 }],
          ["embeddings", { passed: 0, failed: 1 }],
        ]),
      },
    ]);
    const ranges = new Map([["instrumentation-openai", [{ packageName: "openai", versions: ">=4.19.0 <8" }]]]);
    const page = renderSupported({ date: "2026-11-26", node: "24.21.0", builds, ranges });
    expect(page).toContain("| openai 4.104.0 | ESM 2 | ESM 0, **1 failed** |");
  });

  it.each([
    ["openai-4", { "openai-4": "npm:openai@4.104.0" }, "openai 4.104.0"],
    ["openai", { openai: "7.57.0" }, "openai 7.57.0"],
    ["old@0.27.0", { old: "npm:@anthropic-ai/sdk@0.27.0" }, "@anthropic-ai/sdk 0.27.0"],
    ["client and server 2.4.0", {}, "client and server 2.4.0"],
  ])("names %s by its package and version", (name, devDependencies, expected) => {
    expect(sdkName(devDependencies, name)).toBe(expected);
  });

  it("is on the page for every instrumentation; if not, run `pnpm run test:versions`", () => {
    const page = textOf("docs/supported.md");
    for (const [name, targets] of outlayTargets()) {
      expect(page).toContain(`## ${name}\n`);
      for (const { packageName, versions } of targets) expect(page).toContain(`\`${packageName}\` ${versions}`);
    }
    expect(page).not.toContain("failed");
  });
});
