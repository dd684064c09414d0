// SPDX-License-Identifier: Apache-2.0
import { spawn } from "node:child_process";
import { once } from "node:events";
import { text } from "node:stream/consumers";

import { describe, expect, it } from "vitest";

const SPAN = `({
  name: "chat", kind: 2, attributes: { "gen_ai.operation.name": "chat" }, links: [], events: [], ended: true,
  spanContext: () => ({ traceId: "0af7651916cd43dd8448eb211c80319c", spanId: "b7ad6b7169203331", traceFlags: 1 }),
  startTime: [1, 0], endTime: [2, 0], duration: [1, 0], status: { code: 0 }, resource: { attributes: {} },
  instrumentationScope: { name: "test" },
})`;

/** Waits for a line on stdin, writes twice to a stderr nobody reads any more, and says how it got on. */
function program(write: string): string {
  return `
    import { once } from "node:events";
    import { ConsoleTreeExporter } from "@outlay/exporter-console";
    await once(process.stdin, "data");
    const exporter = new ConsoleTreeExporter();
    for (let time = 0; time < 2; time += 1) {
      ${write};
      await new Promise((resolve) => setImmediate(resolve));
    }
    process.stdout.write("alive");
    process.stdin.destroy();
  `;
}

async function outputWithoutStderr(source: string): Promise<string> {
  const child = spawn(process.execPath, ["--input-type=module", "--eval", source], { cwd: import.meta.dirname });
  const output = text(child.stdout);
  child.stderr.destroy();
  await once(child.stderr, "close");
  child.stdin.write("go\n");
  await once(child, "close");
  return output;
}

describe("a program whose stderr is closed", () => {
  it("goes on when a trace is drawn", async () => {
    expect(await outputWithoutStderr(program(`exporter.export([${SPAN}], () => {})`))).toBe("alive");
  });

  it("would end if the stream were written to as it is", async () => {
    expect(await outputWithoutStderr(program('process.stderr.write("text")'))).toBe("");
  });
});
