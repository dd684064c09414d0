// SPDX-License-Identifier: Apache-2.0
import { withAttributes } from "@outlay/core";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";

import { startGuardedApp } from "./guarded-app.ts";
import type { GuardedApp } from "./guarded-app.ts";
import { putInForce } from "./in-force.ts";
import type { InForce } from "./in-force.ts";

const LONG = "word ".repeat(80_000);
const NANO_USD_PER_USD = 1_000_000_000;

let app: GuardedApp;
let inForce: InForce;
beforeAll(async () => {
  app = await startGuardedApp();
});
afterAll(() => app[Symbol.asyncDispose]());
afterEach(() => inForce.stop());

function reroute(route: Readonly<Record<string, string>>): void {
  inForce = putInForce(
    {
      thresholds: [
        { at: "20%", action: "reroute", route: "other" },
        { at: 1, action: "block" },
      ],
    },
    { routes: { other: route } },
  );
}

/** Spends past the threshold from where calls are sent elsewhere. */
const spendPastThreshold = async (): Promise<void> => {
  await inForce.guard.adjust("day", {}, 0.3 * NANO_USD_PER_USD, "spent elsewhere");
};

/** @returns The models that were asked, one for each request. */
async function modelsSent(model: string, content: string): Promise<unknown[]> {
  app.provider.clear();
  const usage = {
    prompt_tokens: 100_000,
    completion_tokens: 1,
    total_tokens: 100_001,
    prompt_tokens_details: { cached_tokens: 99_000 },
  };
  app.provider.enqueue({ usage });
  const messages = [{ role: "user" as const, content }];
  await app.openai.chat.completions.create({ model, messages, max_completion_tokens: 100 });
  return app.provider.requests.map((request) => request.json()["model"]);
}

const inSession = <Result>(id: string, run: () => Promise<Result>): Promise<Result> =>
  withAttributes({ "session.id": id }, run);

describe("a route to another model", () => {
  it("scenario 25: is not taken where a warm cache makes the model asked for the cheaper one", async () => {
    reroute({ "gpt-5-mini": "gpt-5-nano" });
    expect(await inSession("warm", () => modelsSent("gpt-5-mini", LONG))).toEqual(["gpt-5-mini"]);
    await spendPastThreshold();
    // What was read from the cache costs $0.025 a million at the one, fresh input $0.05 at the other.
    expect(await inSession("warm", () => modelsSent("gpt-5-mini", LONG))).toEqual(["gpt-5-mini"]);
    expect(await inSession("cold", () => modelsSent("gpt-5-mini", LONG))).toEqual(["gpt-5-nano"]);
    process.stdout.write(
      "scenario 25: warm cache: 0 of 1 calls sent to the dearer model; cold: 1 of 1 to the cheaper\n",
    );
  });

  it("scenario 25: is taken once, also where routes lead back", async () => {
    reroute({ "gpt-5-mini": "gpt-5-nano", "gpt-5-nano": "gpt-5-mini" });
    await spendPastThreshold();
    expect(await modelsSent("gpt-5-mini", "hi")).toEqual(["gpt-5-nano"]);
    expect(await modelsSent("gpt-5-nano", "hi")).toEqual(["gpt-5-nano"]);
  });

  it("scenario 25: is not taken to a model whose price nobody knows", async () => {
    reroute({ "gpt-5-mini": "gpt-5-ultra-x" });
    await spendPastThreshold();
    expect(await modelsSent("gpt-5-mini", "hi")).toEqual(["gpt-5-mini"]);
  });
});
