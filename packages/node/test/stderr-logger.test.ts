// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from "vitest";

import { stderrLogger } from "../src/stderr-logger.ts";

describe("stderrLogger", () => {
  it("says a repeating line once a minute, and how often it was held back", () => {
    const lines: string[] = [];
    let nowMs = 0;
    const logger = stderrLogger({ write: (text) => lines.push(text), now: () => nowMs });
    for (nowMs = 0; nowMs < 60_000; nowMs += 5_000) logger.error("export failed", "ECONNREFUSED");
    logger.error("export failed", "ETIMEDOUT");
    nowMs = 60_000;
    logger.error("export failed", "ECONNREFUSED");
    expect(lines).toEqual([
      "export failed ECONNREFUSED\n",
      "export failed ETIMEDOUT\n",
      "export failed ECONNREFUSED (11 times more since)\n",
    ]);
  });

  it("keeps every message to one line", () => {
    const lines: string[] = [];
    stderrLogger({ write: (text) => lines.push(text) }).warn("first\n  second", 3);
    expect(lines).toEqual(["first second 3\n"]);
  });

  it("shows what an error says, and of other objects only what they are", () => {
    const lines: string[] = [];
    const logger = stderrLogger({ write: (text) => lines.push(text) });
    const circular: { self?: unknown; prompt: string } = { prompt: "secret" };
    circular.self = circular;
    logger.debug("items to be sent", [circular], circular);
    logger.error(JSON.stringify({ stack: "Error: refused\n at x", message: "refused", name: "Error" }));
    logger.error("failed", new RangeError("too much"));
    expect(lines).toEqual(["items to be sent [Array] [Object]\n", "Error: refused\n", "failed RangeError: too much\n"]);
  });
});
