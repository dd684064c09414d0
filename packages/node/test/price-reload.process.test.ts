// SPDX-License-Identifier: Apache-2.0
import { spawn } from "node:child_process";
import type { ChildProcessWithoutNullStreams } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readFile, rename, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";

import { startFakeProvider } from "@outlay-test/fake-provider";
import type { FakeProvider } from "@outlay-test/fake-provider";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";

const REGISTER = fileURLToPath(new URL("../dist/register.cjs", import.meta.url));
const APP = fileURLToPath(new URL("apps/call-per-line.mjs", import.meta.url));
const CONFIG = "pricing:\n  file: prices.yaml\n";

let provider: FakeProvider;
let folder: string;
beforeAll(async () => {
  provider = await startFakeProvider();
});
afterAll(() => provider.close());
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "outlay-reload-"));
});
afterEach(() => rm(folder, { recursive: true }));

/** An application that calls a model nobody lists when it is told to. */
class Server {
  readonly child: ChildProcessWithoutNullStreams;
  readonly #said: AsyncIterator<string>;
  readonly #answered: AsyncIterator<string>;

  constructor() {
    this.child = spawn(process.execPath, [`--require=${REGISTER}`, APP], {
      cwd: folder,
      env: {
        OPENAI_API_KEY: "sk-test",
        OPENAI_BASE_URL: provider.openaiBaseUrl,
        OUTLAY_LOG_LEVEL: "info",
        OUTLAY_FILE: join(folder, "spans.jsonl"),
      },
    });
    this.#said = createInterface({ input: this.child.stderr })[Symbol.asyncIterator]();
    this.#answered = createInterface({ input: this.child.stdout })[Symbol.asyncIterator]();
  }

  async call(): Promise<void> {
    this.child.stdin.write("our-own-model\n");
    expect(await this.#answered.next()).toMatchObject({ value: "called" });
  }

  /** @returns What it says about the signal. */
  async hangUp(): Promise<unknown> {
    this.child.kill("SIGHUP");
    return (await this.#said.next()).value;
  }

  /** @returns What each call cost, in USD. */
  async end(): Promise<readonly number[]> {
    this.child.stdin.end();
    await once(this.child, "close");
    const spans = await readFile(join(folder, "spans.jsonl"), "utf8");
    return [...spans.matchAll(/"outlay\.cost\.total_usd","value":\{"\w+":([\d.e-]+)/g)].map(([, usd]) => Number(usd));
  }
}

function prices(input: number): string {
  return `models:\n  - { provider: openai, model: our-own-model, prices: [{ rates: { input: ${input}, output: 0 } }] }\n`;
}

describe("price overrides", () => {
  it("scenario 29: are read again at SIGHUP, all of them or none", async () => {
    await writeFile(join(folder, "outlay.config.yaml"), CONFIG);
    await writeFile(join(folder, "prices.yaml"), prices(1));
    const server = new Server();
    await server.call();

    await writeFile(join(folder, "prices.yaml"), prices(10));
    expect(await server.hangUp()).toBe("outlay: price reload 1 done");
    await server.call();

    await writeFile(join(folder, "prices.yaml"), `${prices(20)}currency: { code: EUR, perUsd: 0 }\n`);
    expect(await server.hangUp()).toBe(
      "outlay: price reload 2 failed: prices.yaml:3:32 currency.perUsd: got 0, expected units for one USD; using the last good prices",
    );
    await server.call();

    await rename(join(folder, "outlay.config.yaml"), join(folder, "elsewhere.yaml"));
    expect(await server.hangUp()).toBe(
      "outlay: price reload 3 failed: outlay.config.yaml: got no such file, expected the file that was there at the start; using the last good prices",
    );
    await server.call();

    await writeFile(join(folder, "outlay.config.yaml"), `${CONFIG}conten: {}\n`);
    await writeFile(join(folder, "prices.yaml"), prices(30));
    expect(await server.hangUp()).toBe("outlay: price reload 4 done");
    await server.call();

    const [first = 0, ...others] = await server.end();
    const factors = others.map((cost) => Math.round(cost / first));
    expect(factors).toEqual([10, 10, 10, 30]);
  });

  it("that nobody configured leave SIGHUP to the program", async () => {
    const server = new Server();
    await server.call();
    server.child.kill("SIGHUP");
    expect(await once(server.child, "close")).toEqual([null, "SIGHUP"]);
  });
});
