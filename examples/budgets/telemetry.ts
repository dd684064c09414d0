// SPDX-License-Identifier: Apache-2.0
// Loaded before the application: `node --import ./telemetry.ts app.ts`. With the preload the same budgets stand in
// outlay.config.yaml; by hand, somebody can be asked.
import { NodeSDK } from "@opentelemetry/sdk-node";
import { createBudgetGuard } from "@outlay/budget";
import type { Approval, ApprovalRequest, BudgetViolation } from "@outlay/budget";
import { enforceBudgets } from "@outlay/guard";
import { OutlaySpanProcessor, outlayInstrumentations } from "@outlay/node";

const NANO_USD_PER_USD = 1e9;

const guard = createBudgetGuard(
  [
    {
      name: "ticket",
      groupBy: ["session.id"],
      window: { per: "session" },
      limit: { usd: 0.04 },
      thresholds: [
        // Most of it spent: the cheaper model, if the call is likely to cost less with it.
        { at: "70%", action: "reroute", route: "cheaper" },
        // All but a tenth spent: refused, but for the one call that brings the work to its end.
        { at: "100%", action: "block", finalize: { reserve: "10%", calls: 1 } },
      ],
    },
    {
      name: "user-day",
      groupBy: ["user.id"],
      window: { every: "day", timezone: "Europe/Berlin" },
      limit: { usd: 0.056 },
      thresholds: [{ at: "100%", action: "escalate", timeout: "1m" }],
    },
  ],
  { routes: { cheaper: { "gpt-5.1": "gpt-5-mini" } }, approver: approve },
);

/** Here it is a rule; it might be a message to whoever is on call. Nothing is held for the call that waits. */
async function approve({ violations }: ApprovalRequest): Promise<Approval> {
  console.log(`  asked for more: ${violations.map(wordsOf).join(", ")}; granted $0.05`);
  return { approved: true, grant: 0.05 * NANO_USD_PER_USD };
}

function wordsOf({ budget, limit, spent }: BudgetViolation): string {
  return `${budget} has spent ${usd(spent)} of ${usd(limit)}`;
}

function usd(nanoUsd: number): string {
  return `$${(nanoUsd / NANO_USD_PER_USD).toFixed(3)}`;
}

enforceBudgets(guard);

const sdk = new NodeSDK({
  serviceName: "budgets",
  spanProcessors: [new OutlaySpanProcessor({ budgets: guard })],
  instrumentations: outlayInstrumentations(),
});
sdk.start();
process.once("beforeExit", () => void sdk.shutdown());
