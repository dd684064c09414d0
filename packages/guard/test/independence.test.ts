// SPDX-License-Identifier: Apache-2.0
import { context } from "@opentelemetry/api";
import { AlwaysOffSampler, AlwaysOnSampler, TracerProvider } from "@opentelemetry/sdk-trace";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

import { startGuardedApp } from "./guarded-app.ts";
import type { GuardedApp } from "./guarded-app.ts";
import { putInForce } from "./in-force.ts";

interface Spending {
  readonly spent: number | undefined;
  readonly held: number | undefined;
  readonly calls: number | undefined;
  readonly refused: number;
  readonly sent: number;
}

/** As `suppressTracing` of `@opentelemetry/core` sets it. */
const SUPPRESS = Symbol.for("OpenTelemetry SDK Context Key SUPPRESS_TRACING");
const CALL = { model: "gpt-5-mini", messages: [{ role: "user" as const, content: "hi" }], max_completion_tokens: 300 };

let app: GuardedApp;
beforeAll(async () => {
  app = await startGuardedApp();
});
afterAll(() => app[Symbol.asyncDispose]());

/** Ten calls under a cap that some of them fit under, with an SDK that samples so or with none. */
async function spend(
  sampler?: AlwaysOffSampler | AlwaysOnSampler,
  isOnProvider: "processor there" | "processor elsewhere" = "processor there",
): Promise<Spending> {
  const inForce = putInForce({ limit: { usd: "0.005" } });
  const spanProcessors = isOnProvider === "processor there" ? [inForce.processor] : [];
  if (sampler !== undefined) app.traceWith(new TracerProvider({ sampler, spanProcessors }));
  app.provider.clear();
  let refused = 0;
  for (let call = 0; call < 10; call += 1) {
    const prompt_tokens = 1_000 + call;
    app.provider.enqueue({ usage: { prompt_tokens, completion_tokens: 200, total_tokens: prompt_tokens + 200 } });
    await app.openai.chat.completions.create(CALL).catch(() => (refused += 1));
  }
  const { spent, held, calls } = (await inForce.standing()) ?? {};
  await inForce.stop();
  return { spent, held, calls, refused, sent: app.provider.requests.length };
}

describe("budgets", () => {
  it("scenario 28: count and refuse the same without an SDK, at any sampling, and where tracing is suppressed", async () => {
    const all = {
      "no SDK": await spend(),
      "sampling 100 %": await spend(new AlwaysOnSampler()),
      "spans of a provider that has no processor of ours": await spend(new AlwaysOnSampler(), "processor elsewhere"),
      "sampling 0 %": await spend(new AlwaysOffSampler()),
      suppressed: await context.with(context.active().setValue(SUPPRESS, true), () => spend(new AlwaysOnSampler())),
    };
    process.stdout.write(
      `scenario 28: ${Object.keys(all).join(", ")}: spent ${Object.values(all)
        .map(({ spent }) => spent)
        .join(", ")} nano-USD\n`,
    );
    const first = all["no SDK"];
    expect(first.held).toBe(0);
    expect(first.refused).toBeGreaterThan(0);
    expect(first.spent).toBeGreaterThan(0);
    for (const one of Object.values(all)) expect(one).toEqual(first);
  });
});
