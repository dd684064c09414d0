// SPDX-License-Identifier: Apache-2.0
import { execFile } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

import { startFakeProvider } from "@outlay-test/fake-provider";
import type { FakeProvider } from "@outlay-test/fake-provider";
import { createBudgetGuard } from "@outlay/budget";
import type { BudgetDefinition } from "@outlay/budget";
import { createSqliteStore } from "@outlay/budget/sqlite";
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from "vitest";

const REGISTER = fileURLToPath(new URL("../../node/dist/register.cjs", import.meta.url));
const OWN_GUARD = fileURLToPath(new URL("apps/own-guard.mjs", import.meta.url));
const APP = fileURLToPath(new URL("apps/spends-unseen.mjs", import.meta.url));
/** Enough for some of the calls, counted as they cost and held as they could. */
const LIMIT_USD = 0.0015;
const REPLY = { usage: { prompt_tokens: 800, completion_tokens: 50, total_tokens: 850 } };
const BUDGET: BudgetDefinition = { name: "all", limit: { usd: LIMIT_USD }, window: "lifetime" };

let provider: FakeProvider;
let folder: string;
beforeAll(async () => {
  provider = await startFakeProvider();
});
afterAll(() => provider.close());
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "outlay-sampling-"));
  const store = "{ sqlite: ./budgets.db, timeout: 5s }";
  const budget = `{ name: all, limit: { usd: ${LIMIT_USD} }, window: lifetime, thresholds: [{ at: 100%, action: block }] }`;
  await writeFile(
    join(folder, "outlay.config.yaml"),
    `version: 1\nmode: enforce\nstore: ${store}\nbudgets: [${budget}]\n`,
  );
});
afterEach(() => rm(folder, { recursive: true }));

/** What the program was told, and what the ledger has of it. */
interface Counted {
  readonly said: string;
  readonly spent: number | undefined;
  readonly held: number | undefined;
  readonly calls: number | undefined;
}

async function spend(env: Readonly<Record<string, string>>, setup = `--require=${REGISTER}`): Promise<Counted> {
  const path = join(folder, "budgets.db");
  await rm(path, { force: true });
  provider.clear();
  provider.enqueue(...Array.from({ length: 10 }, () => REPLY));
  const { stdout } = await promisify(execFile)(process.execPath, [setup, APP], {
    cwd: folder,
    env: {
      OPENAI_API_KEY: "test",
      OPENAI_BASE_URL: provider.openaiBaseUrl,
      OTEL_TRACES_EXPORTER: "none",
      LIMIT_USD: String(LIMIT_USD),
      ...env,
    },
  });
  const guard = createBudgetGuard([BUDGET], { store: createSqliteStore({ path, timeoutMs: 5_000 }) });
  const [{ spent, held, calls } = { spent: undefined, held: undefined, calls: undefined }] = await guard.status();
  await guard.close();
  return { said: stdout.trim(), spent, held, calls };
}

it("scenario 28: budgets count and hold the same whatever is sampled, exported or suppressed", async () => {
  const everything = await spend({ OTEL_TRACES_SAMPLER: "always_on", OUTLAY_FILE: join(folder, "spans.jsonl") });
  const sent = everything.said.split(",").filter((word) => word === "sent").length;
  expect(everything).toMatchObject({ held: 0, calls: sent });
  expect(sent).toBeGreaterThan(2);
  expect(sent).toBeLessThan(10);
  const ways: Readonly<Record<string, Readonly<Record<string, string>>>> = {
    "sampled 0 %": { OTEL_TRACES_SAMPLER: "always_off" },
    "sampled 10 %": { OTEL_TRACES_SAMPLER: "traceidratio", OTEL_TRACES_SAMPLER_ARG: "0.1" },
    "exported nowhere": {},
    "tracing suppressed": { SUPPRESSED: "1" },
  };
  for (const [way, env] of Object.entries(ways)) {
    expect({ way, ...(await spend(env)) }).toEqual({ way, ...everything });
  }
  expect(await spend({}, `--import=${OWN_GUARD}`)).toEqual(everything);
  process.stdout.write(
    `scenario 28: ${[...Object.keys(ways), "no SDK registered"].join(", ")}: ${sent} of 10 calls sent and ${everything.spent} nano-USD spent, 100 % of what was with everything sampled\n`,
  );
});
