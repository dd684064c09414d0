// SPDX-License-Identifier: Apache-2.0
// What a report over recorded lines costs beside parsing them, and how much memory it takes.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";

import { createPriceEngine } from "@outlay/pricing";

import { gatherReport } from "../src/report/gather-report.ts";
import { recordedLine } from "./recorded-lines.ts";

const LINES = 600;
const ROUNDS = 9;
/** As files are read. */
const PIECE = 256 * 1024;
const STREAM_MB = Number(process.env["STREAM_MB"] ?? 1_000);

const lines = Array.from({ length: LINES }, (_, index) => recordedLine(index));
const bytes = Buffer.from(lines.join(""));
const megabytes = bytes.length / 1e6;

async function report(): Promise<void> {
  async function* stdin(): AsyncGenerator<Uint8Array> {
    for (let start = 0; start < bytes.length; start += PIECE) yield bytes.subarray(start, start + PIECE);
  }
  const made = await gatherReport({
    sources: [{ name: "-" }],
    stdin: stdin(),
    prices: createPriceEngine(),
    most: 20,
    nowMs: 0,
  });
  if (made.totals.all.calls === 0) throw new Error("no calls");
}

function parse(): void {
  for (const line of lines) JSON.parse(line);
}

/** MB/s of the thread that does it: another program on the machine takes nothing from it. */
async function rate(work: () => void | Promise<void>): Promise<number> {
  const before = process.threadCpuUsage();
  await work();
  const { user, system } = process.threadCpuUsage(before);
  return megabytes / ((user + system) / 1e6);
}

const pairs: { parse: number; report: number }[] = [];
for (let round = -2; round < ROUNDS; round += 1) {
  const pair = { parse: await rate(parse), report: await rate(report) };
  if (round >= 0) pairs.push(pair);
}
const median = (values: readonly number[]): number => values.toSorted((a, b) => a - b)[values.length >> 1] ?? 0;
console.log(
  `JSON.parse ${median(pairs.map((pair) => pair.parse)).toFixed(0)} MB/s, report ${median(pairs.map((pair) => pair.report)).toFixed(0)} MB/s, ratio ${median(pairs.map((pair) => pair.report / pair.parse)).toFixed(2)} (time of the thread, median of ${ROUNDS} pairs, ${megabytes.toFixed(0)} MB)`,
);

const file = (name: string): string => fileURLToPath(new URL(name, import.meta.url));
const generator = spawn(process.execPath, ["--no-warnings", file("recorded-lines.ts"), String(STREAM_MB)], {
  stdio: ["ignore", "pipe", "inherit"],
});
const reader = spawn(process.execPath, ["--no-warnings", "--conditions=@outlay/source", file("report-memory.ts")], {
  stdio: [generator.stdout, "inherit", "inherit"],
});
await once(reader, "exit");
