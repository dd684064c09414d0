// SPDX-License-Identifier: Apache-2.0
import { spawn } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";

import { startOtlpReceiver } from "@outlay-test/otlp-receiver";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

import { randomVectors } from "../../../tools/gen-parity/random-vectors.ts";
import { acceptanceSpans } from "../src/acceptance-spans.ts";
import { BUILD_TIMEOUT_MS, CONFIG_FOLDER, WITHOUT_COLLECTOR } from "../src/collector-binary.ts";
import { dialectSpans } from "../src/dialect-spans.ts";
import { collectorAnswer, engineAnswer } from "../src/engine-answer.ts";
import type { Answer } from "../src/engine-answer.ts";
import { otlpSpans } from "../src/otlp-spans.ts";
import type { SentSpan } from "../src/otlp-spans.ts";
import { startCollector } from "../src/start-collector.ts";

const MODULE = join(CONFIG_FOLDER, "processor/outlay");
const RANDOM_CALLS = 5_000;
const SEED = Number(process.env["PROPERTY_SEED"] ?? 20_261_126);
/** Doubles of the same sum. */
const MOST_USD_APART = 1e-13;

async function run(command: string, args: readonly string[], env: NodeJS.ProcessEnv = {}): Promise<string> {
  const child = spawn(command, args, {
    cwd: MODULE,
    env: { ...process.env, ...env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const ended = new Promise((resolve) => child.once("close", resolve));
  const [stdout, stderr, exitCode] = await Promise.all([text(child.stdout), text(child.stderr), ended]);
  if (exitCode !== 0)
    throw new Error(`${command} ${args.join(" ")}: exit code ${String(exitCode)}\n${stdout}${stderr}`);
  return stdout;
}

describe.skipIf(WITHOUT_COLLECTOR !== undefined)("the processor in Go", () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "outlay-parity-"));
  });
  afterAll(() => rm(folder, { recursive: true }));

  it("is formatted and has nothing that vet finds", { timeout: BUILD_TIMEOUT_MS }, async () => {
    expect(await run("gofmt", ["-l", "."])).toBe("");
    await run("go", ["vet", "./..."]);
  });

  it("passes its tests, and prices random calls as the packages do", { timeout: BUILD_TIMEOUT_MS }, async () => {
    const vectors = join(folder, "prices.json");
    await writeFile(vectors, randomVectors(RANDOM_CALLS, SEED));
    const output = await run("go", ["test", "./..."], { OUTLAY_PARITY_PRICES: vectors });
    expect(output).toMatch(/^ok\s+\S+processor\/outlay\s/m);
  });
});

/** Spans and what both make of them, where it is not the same. */
async function differences(
  spans: readonly SentSpan[],
): Promise<readonly { name: string; packages: Answer; go: Answer }[]> {
  await using receiver = await startOtlpReceiver();
  await using collector = await startCollector({
    backendUrl: receiver.url,
    // Each span by itself: some of these are views of one call.
    overlays: ["overlays/outlay-processor.yaml", "yaml:processors::outlay::dedupe::enabled: false"],
  });
  expect(await collector.post(otlpSpans(spans))).toBe(200);
  await receiver.waitFor(() => receiver.spans.length >= spans.length);
  const received = new Map(receiver.spans.map((span) => [span.spanId, span.attributes]));
  return spans
    .map((span) => ({
      name: span.name,
      packages: engineAnswer(span),
      go: collectorAnswer(received.get(span.spanId) ?? {}),
    }))
    .filter(({ packages, go }) => {
      const apart = Math.abs((packages.usd ?? -1) - (go.usd ?? -1));
      return packages.status !== go.status || apart > MOST_USD_APART;
    });
}

describe.skipIf(WITHOUT_COLLECTOR !== undefined)("a Collector that is built with the processor", () => {
  it(
    "prices every acceptance case as the packages do, in every band, tier and region",
    { timeout: BUILD_TIMEOUT_MS },
    async () => {
      expect(acceptanceSpans().length).toBeGreaterThan(300);
      expect(await differences(acceptanceSpans())).toEqual([]);
    },
  );

  it("reads every dialect as the packages do", { timeout: BUILD_TIMEOUT_MS }, async () => {
    expect(dialectSpans().length).toBeGreaterThan(150);
    expect(await differences(dialectSpans())).toEqual([]);
  });
});
