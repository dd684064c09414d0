// SPDX-License-Identifier: Apache-2.0
import { copyFile } from "node:fs/promises";
import { join } from "node:path";

import { startLambda } from "@outlay-test/lambda-host";
import type { Lambda } from "@outlay-test/lambda-host";
import { startOtlpReceiver } from "@outlay-test/otlp-receiver";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

import { installApp } from "../src/app.ts";
import type { App, Env } from "../src/app.ts";
import { ROOT } from "../src/pack.ts";
import { PATH, run } from "../src/run.ts";
import { COSTS, costsOf, startWorld } from "../src/world.ts";
import type { World } from "../src/world.ts";

const EXAMPLE = join(ROOT, "examples", "lambda");
const REQUIRE = { NODE_OPTIONS: "--require @outlay/node/register" };
const CHAT = { "chat gpt-5-mini": COSTS["chat gpt-5-mini"] };

let app: App;

beforeAll(async () => {
  app = await installApp("lambda-app");
  for (const file of ["handler.mjs", "exec-wrapper"]) await copyFile(join(EXAMPLE, file), join(app.folder, file));
});
afterAll(() => app[Symbol.asyncDispose]());

const start = (handler: string, world: World, env: Env = REQUIRE): Promise<Lambda> =>
  startLambda({ taskRoot: app.folder, handler, env: { ...world.env, ...env } });

/** Answers as often as the tests ask, with the usage that {@link COSTS} is worked out for. */
async function startBusyWorld(): Promise<World> {
  const world = await startWorld();
  const usage = { prompt_tokens: 1000, prompt_tokens_details: { cached_tokens: 400 }, completion_tokens: 500 };
  world.provider.enqueue({ text: "hello", usage });
  return world;
}

describe("a function in AWS Lambda", () => {
  it.each([
    ["an ES module, preloaded by NODE_OPTIONS", "handler.handler", (): Env => REQUIRE],
    ["CommonJS, preloaded by NODE_OPTIONS", "functions.flushes", (): Env => REQUIRE],
    [
      "an ES module, preloaded by AWS_LAMBDA_EXEC_WRAPPER",
      "handler.handler",
      (): Env => ({ AWS_LAMBDA_EXEC_WRAPPER: join(app.folder, "exec-wrapper") }),
    ],
  ])("as %s, has sent its priced spans whenever it is frozen", async (_kind, handler, preload) => {
    await using world = await startBusyWorld();
    await using lambda = await start(handler, world, preload());
    for (const count of [1, 2]) {
      expect(await lambda.invoke({ user: "ada", question: "hi" })).toEqual({ result: "hello" });
      expect(world.receiver.spans).toHaveLength(count);
      expect(costsOf(world.receiver.spans)).toEqual(CHAT);
    }
    expect(lambda.output).toEqual({ stdout: "", stderr: "" });
  });

  it("is frozen with its spans when it does not flush", async () => {
    await using world = await startWorld();
    await using lambda = await start("functions.forgets", world);
    expect(await lambda.invoke({})).toEqual({ result: "hello" });
    expect(world.receiver.requests).toEqual([]);
  });

  it("has ended the streams that it left behind", async () => {
    await using world = await startWorld();
    await using lambda = await start("functions.leavesStreams", world);
    expect(await lambda.invoke({})).toEqual({ result: "done" });
    expect(world.receiver.spans.map(({ attributes }) => attributes["outlay.usage.status"])).toEqual(["missing"]);
  });

  it("sends also after its connections died while it was frozen", async () => {
    await using world = await startBusyWorld();
    await using lambda = await start("handler.handler", world);
    await lambda.invoke({ user: "ada", question: "hi" });
    const port = Number(new URL(world.receiver.url).port);
    await world.receiver.close();
    await using receiver = await startOtlpReceiver({ port });
    await lambda.invoke({ user: "ada", question: "hi" });
    expect(costsOf(receiver.spans)).toEqual(CHAT);
  });

  it("fails as it would have, with the failed call sent", async () => {
    await using world = await startWorld();
    await using lambda = await start("handler.handler", world);
    await lambda.invoke({ user: "ada", question: "hi" });
    world.provider.enqueue({ fault: { kind: "status", status: 400 } });
    const { error } = await lambda.invoke({ user: "ada", question: "hi" });
    expect(error?.errorMessage).toMatch(/^400 /);
    expect(world.receiver.spans.map(({ attributes }) => attributes["error.type"])).toEqual([
      undefined,
      "invalid_request_error",
    ]);
  });
});

it("the example of a function draws what two events cost", async () => {
  const { exitCode, stdout, stderr } = await run(process.execPath, ["run.ts"], { cwd: EXAMPLE, env: { PATH } });
  expect({ exitCode, stdout }).toEqual({ exitCode: 0, stdout: "Forty-two.\nYes.\n" });
  expect(stderr.match(/^chat gpt-5-mini .*\$0\.0/gm)).toHaveLength(2);
});
