// SPDX-License-Identifier: Apache-2.0
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

import { startFakeProvider } from "@outlay-test/fake-provider";
import type { FakeProvider, Step } from "@outlay-test/fake-provider";
import { createBudgetGuard } from "@outlay/budget";
import type { BudgetDefinition, HeldBudgetStanding } from "@outlay/budget";
import { createSqliteStore } from "@outlay/budget/sqlite";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";

const REGISTER = fileURLToPath(new URL("../../node/dist/register.cjs", import.meta.url));
const APP = fileURLToPath(new URL("apps/leaves-streams.mjs", import.meta.url));
const BUDGET: BudgetDefinition = { name: "all", limit: { usd: 1 }, window: "lifetime" };
/** The 38 bytes of the prompt, at the least that any of the models takes for a token. */
const LEAST_INPUT_NANO_USD = 38 * 250;
/** How long a process may go on when its program has ended. */
const MAX_EXIT_MS = 5_000;

/** What is said of a call without usage, and nothing else. */
const ONLY_UNKNOWN = /^(?:outlay: a call is not priced, and not counted as 0 .* usage_missing\n)?$/;

const SDKS = ["openai", "responses", "anthropic"] as const;
const ENDINGS: Readonly<Record<string, Step>> = {
  "aborts before the first byte": { fault: { kind: "stall" } },
  "aborts in the middle": { fault: { kind: "pause", afterEvents: 2 } },
  "breaks off": {},
  "never reads": {},
  "reads what the provider breaks off": { fault: { kind: "stream-error", afterEvents: 3 } },
};

let provider: FakeProvider;
let folder: string;
const figures = { programs: 0, settled: 0, slowestExitMs: 0 };
beforeAll(async () => {
  provider = await startFakeProvider();
});
afterAll(async () => {
  const { programs, settled, slowestExitMs } = figures;
  process.stdout.write(
    `scenario 18: ${programs} programs that leave a stream: ${settled} settled by their end, slowest ${slowestExitMs.toFixed(0)} ms after it\n`,
  );
  await provider.close();
});
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "outlay-streams-"));
  const store = "{ sqlite: ./budgets.db, timeout: 5s }";
  const budget = "{ name: all, limit: { usd: 1 }, window: lifetime, thresholds: [{ at: 100%, action: block }] }";
  await writeFile(
    join(folder, "outlay.config.yaml"),
    `version: 1\nmode: enforce\nstore: ${store}\nbudgets: [${budget}]\n`,
  );
});
afterEach(() => rm(folder, { recursive: true }));

/** Runs the program to its end. */
async function leave(sdk: string, leaves: string): Promise<{ exitCode: unknown; stderr: string }> {
  const child = spawn(process.execPath, [`--require=${REGISTER}`, APP], {
    cwd: folder,
    env: {
      SDK: sdk,
      LEAVES: leaves,
      OPENAI_API_KEY: "test",
      ANTHROPIC_API_KEY: "test",
      OPENAI_BASE_URL: provider.openaiBaseUrl,
      ANTHROPIC_BASE_URL: provider.anthropicBaseUrl,
      OTEL_TRACES_EXPORTER: "none",
    },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let stderr = "";
  let leftMs = Number.NaN;
  child.stderr.setEncoding("utf8").on("data", (text: string) => (stderr += text));
  child.stdout.once("data", () => (leftMs = performance.now()));
  const [exitCode] = (await once(child, "close")) as [number | null];
  figures.slowestExitMs = Math.max(figures.slowestExitMs, performance.now() - leftMs);
  return { exitCode, stderr };
}

async function standing(): Promise<HeldBudgetStanding | undefined> {
  const guard = createBudgetGuard([BUDGET], {
    store: createSqliteStore({ path: join(folder, "budgets.db"), timeoutMs: 5_000 }),
  });
  const [one] = await guard.status();
  await guard.close();
  return one;
}

describe.each(SDKS)("a program that opens a stream of %s", (sdk) => {
  it.each(Object.keys(ENDINGS))("scenario 18: and %s can end, and has it settled by then", async (leaves) => {
    provider.clear();
    provider.enqueue(ENDINGS[leaves] ?? {});
    const { exitCode, stderr } = await leave(sdk, leaves);
    expect([exitCode, stderr]).toEqual([0, expect.stringMatching(ONLY_UNKNOWN)]);
    const { spent = 0, held, calls } = (await standing()) ?? {};
    figures.programs += 1;
    figures.settled += held === 0 && calls === 1 ? 1 : 0;
    expect({ held, calls }).toEqual({ held: 0, calls: 1 });
    expect(spent).toBeGreaterThanOrEqual(LEAST_INPUT_NANO_USD);
    expect(figures.slowestExitMs).toBeLessThan(MAX_EXIT_MS);
  });
});
