// SPDX-License-Identifier: Apache-2.0
import { spawn } from "node:child_process";
import { once } from "node:events";

import { afterAll, beforeAll, expect, it } from "vitest";

import { installApp } from "../src/app.ts";
import type { App, Env } from "../src/app.ts";
import { PATH } from "../src/run.ts";
import { COSTS, costsOf, startWorld } from "../src/world.ts";

const NEXT = "node_modules/next/dist/bin/next";
const QUIET = { NEXT_TELEMETRY_DISABLED: "1" };

let app: App;

beforeAll(async () => {
  app = await installApp("next-app");
  const built = await app.node([NEXT, "build"], QUIET);
  expect(built).toMatchObject({ exitCode: 0, stderr: "", stdout: expect.not.stringMatching(/warn|⚠/i) });
});
afterAll(() => app[Symbol.asyncDispose]());

interface Next extends AsyncDisposable {
  readonly url: string;
  /** @returns What it wrote to stderr. */
  stop(): Promise<string>;
}

/** `next start`, on a port of the system's choice. */
async function startNext(env: Env): Promise<Next> {
  const child = spawn(process.execPath, [NEXT, "start", "--port", "0"], {
    cwd: app.folder,
    env: { PATH, ...QUIET, ...env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const closed = once(child, "close");
  let stderr = "";
  child.stderr.setEncoding("utf8").on("data", (text: string) => (stderr += text));
  let stdout = "";
  for await (const text of child.stdout.setEncoding("utf8").iterator({ destroyOnReturn: false })) {
    stdout += String(text);
    if (stdout.includes("Ready")) break;
  }
  child.stdout.resume();
  const url = /Local: +(?<url>http:\S+)/.exec(stdout)?.groups?.["url"];
  if (url === undefined) throw new Error(`next start says no address:\n${stdout}${stderr}`);
  const stop = async (): Promise<string> => {
    child.kill("SIGTERM");
    await closed;
    return stderr;
  };
  return { url, stop, [Symbol.asyncDispose]: async () => void (await stop()) };
}

it.each([
  ["by register() in instrumentation.js", {}],
  ["by NODE_OPTIONS", { NODE_OPTIONS: "--require @outlay/node/register" }],
])("traces the calls of routes below Next's own spans, priced once, with the preload %s", async (_way, preload) => {
  await using world = await startWorld();
  await using next = await startNext({ ...world.env, ...preload });
  const answers = [];
  for (const path of ["bundled", "chat"]) answers.push(await (await fetch(`${next.url}/api/${path}`)).json());
  expect(answers).toEqual(["hello", "hello"]);
  // Sent after the answer of the second route.
  const spans = await world.receiver.waitFor(
    ({ spans }) => spans.some(({ name }) => name === "chat claude-haiku-4-5") && spans,
  );
  expect(await next.stop()).toBe("");

  expect(costsOf(spans)).toEqual(COSTS);
  expect(spans.filter(({ attributes }) => "outlay.cost.status" in attributes)).toHaveLength(2);
  // GET /api/bundled [server, Next's]
  // └─ … chat gpt-5-mini [client]
  const request = spans.find(({ name }) => name === "GET /api/bundled");
  expect(request?.attributes).toMatchObject({ "outlay.rollup.calls": 1 });
  // The request that waits for the flush may end after it, and Next does not wait for the rest.
  for (const { parentSpanId } of spans.filter(({ name }) => name in COSTS))
    expect(parentSpanId).toMatch(/^[0-9a-f]{16}$/);
});
