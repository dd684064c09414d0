// SPDX-License-Identifier: Apache-2.0
import { terminalOptions } from "@outlay/exporter-console";
import { describe, expect, it } from "vitest";

const TERMINAL = { write: () => true, isTTY: true, columns: 132 };
const PIPE = { write: () => true };

describe("terminalOptions", () => {
  it.each([
    ["a terminal", TERMINAL, { TERM: "xterm-256color" }, "linux", { columns: 132, colors: true, unicode: true }],
    ["a pipe", PIPE, {}, "linux", { columns: 100, colors: false, unicode: true }],
    ["NO_COLOR", TERMINAL, { NO_COLOR: "1" }, "darwin", { columns: 132, colors: false, unicode: true }],
    ["an empty NO_COLOR", TERMINAL, { NO_COLOR: "" }, "darwin", { columns: 132, colors: true, unicode: true }],
    ["a dumb terminal", TERMINAL, { TERM: "dumb" }, "linux", { columns: 132, colors: false, unicode: false }],
    ["the Linux console", TERMINAL, { TERM: "linux" }, "linux", { columns: 132, colors: true, unicode: false }],
    ["the old Windows console", TERMINAL, {}, "win32", { columns: 132, colors: true, unicode: false }],
    ["Windows Terminal", TERMINAL, { WT_SESSION: "1" }, "win32", { columns: 132, colors: true, unicode: true }],
  ])("knows what %s shows", (_, stream, env, platform, options) => {
    expect(terminalOptions(stream, env, platform)).toEqual(options);
  });
});
