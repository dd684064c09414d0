// SPDX-License-Identifier: Apache-2.0
// What the preload adds to the start of a process: whole processes, in turn, against loading the OpenTelemetry SDK and
// its OTLP exporter alone.
import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";

const ROUNDS = 21;
const cwd = fileURLToPath(new URL("../startup", import.meta.url));
const ARMS = {
  "bare process": [],
  "SDK and OTLP exporter": ["--require", "./sdk-alone.cjs"],
  "the preload": ["--require", "@outlay/node/register"],
};

for (const [kind, app] of [
  ["CommonJS", "empty.cjs"],
  ["ESM", "empty.mjs"],
] as const) {
  const timesMs = new Map(Object.keys(ARMS).map((arm) => [arm, [] as number[]]));
  for (let round = 0; round < ROUNDS; round += 1) {
    for (const [arm, flags] of Object.entries(ARMS)) timesMs.get(arm)?.push(startMs([...flags, app]));
  }
  const medians = [...timesMs].map(([arm, times]) => [arm, median(times)] as const);
  const sdkMs = medians.find(([arm]) => arm.startsWith("SDK"))?.[1] ?? Number.NaN;
  for (const [arm, medianMs] of medians) {
    console.log(
      `${kind}, ${arm}: ${medianMs.toFixed(0)} ms, ${(medianMs / sdkMs).toFixed(2)} × the SDK (median of ${ROUNDS})`,
    );
  }
}

function startMs(args: readonly string[]): number {
  const from = performance.now();
  const { status } = spawnSync(process.execPath, args, {
    cwd,
    env: { PATH: process.env["PATH"], OTEL_EXPORTER_OTLP_ENDPOINT: "http://127.0.0.1:4318" },
    stdio: "inherit",
  });
  if (status !== 0) throw new Error(`node ${args.join(" ")} ended with ${status}`);
  return performance.now() - from;
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}
