// SPDX-License-Identifier: Apache-2.0
// What costs take in the gateway, beside the same without: spans in, metrics cut, spans on disk and sent on; node bench/run.ts, in this folder's package.
import { measure } from "./measure.ts";
import type { Measured } from "./measure.ts";
import { VARIANTS } from "./variants.ts";

const ROUNDS = 3;

const all = new Map<string, Measured[]>(VARIANTS.map(({ name }) => [name, []]));
// Round by round: whatever else the machine does falls on all of them.
for (let round = 0; round < ROUNDS; round += 1) {
  for (const variant of VARIANTS) {
    all.get(variant.name)?.push(await measure(variant));
    process.stderr.write(".");
  }
}
process.stderr.write("\n");

const median = (values: readonly number[]): number => values.toSorted((a, b) => a - b)[values.length >> 1] ?? 0;
const figures = [...all].map(([name, runs]) => ({
  name,
  cpuUs: median(runs.map((run) => run.cpuUs)),
}));
const base = figures[0];
console.log("| | spans a second and core | CPU a span | beside no cost |\n| --- | ---: | ---: | ---: |");
for (const { name, cpuUs } of figures) {
  const spansPerSecond = Math.round(1e4 / cpuUs) * 100;
  const ratio = base === undefined ? 0 : cpuUs / base.cpuUs;
  console.log(`| ${name} | ${spansPerSecond.toLocaleString("en")} | ${cpuUs.toFixed(1)} µs | × ${ratio.toFixed(2)} |`);
}
