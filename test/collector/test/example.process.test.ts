// SPDX-License-Identifier: Apache-2.0
import { spawn } from "node:child_process";
import { text } from "node:stream/consumers";
import { fileURLToPath } from "node:url";

import { describe, expect, it } from "vitest";

import { BUILD_TIMEOUT_MS, WITHOUT_COLLECTOR } from "../src/collector-binary.ts";

const EXAMPLE = fileURLToPath(new URL("../../../examples/collector/", import.meta.url));

describe.skipIf(WITHOUT_COLLECTOR !== undefined)("the example of agents in other languages", () => {
  it("shows what their calls cost, and that one has no price", { timeout: BUILD_TIMEOUT_MS }, async () => {
    const child = spawn(process.execPath, ["run.ts"], { cwd: EXAMPLE, stdio: ["ignore", "pipe", "pipe"] });
    const ended = new Promise((resolve) => child.once("close", resolve));
    const [stdout, stderr, exitCode] = await Promise.all([text(child.stdout), text(child.stderr), ended]);
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: "Starting an OpenTelemetry Collector …\n" });
    // 2,400 × 3 + 10,000 × 0.3 + 620 × 15 micro-USD; 2,000 × 0.25 + 300 × 2.
    expect(stdout).toMatch(/Messages +priced +\$0\.01950 +\$0\.00300/);
    expect(stdout).toMatch(/chat gpt-5-mini +priced +\$0\.00110/);
    expect(stdout).toMatch(/chat acme-llm-1 +unpriced *$/m);
    expect(stdout).toMatch(/outlay_cost_USD_total +payments +\$0\.01950/);
    expect(stdout).toMatch(/outlay_unpriced_requests_total +search +1/);
  });
});
