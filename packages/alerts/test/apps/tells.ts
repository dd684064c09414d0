// SPDX-License-Identifier: Apache-2.0
// A process that spends what brings an alert about, if it is told to, and tells of what is in the outbox.
import { createBudgetGuard, deliverBudgetEvents } from "@outlay/budget";
import { createSqliteStore } from "@outlay/budget/sqlite";

import { alertFromBudgetEvent, createAlertDispatcher, createWebhookChannel } from "../../src/index.ts";

const [path = "", url = "", calls = "0"] = process.argv.slice(2);
const LEASE_MS = 1_000;

const store = createSqliteStore({ path, timeoutMs: 5_000 });
const secret = `whsec_${Buffer.alloc(32, 1).toString("base64")}`;
const dispatcher = createAlertDispatcher({ channels: [createWebhookChannel({ name: "ops", url, secret })] });
const { deliver, crossedOff } = deliverBudgetEvents(store, (event) => dispatcher.deliver(alertFromBudgetEvent(event)), {
  leaseMs: LEASE_MS,
  everyMs: LEASE_MS / 10,
});
const thresholds = [{ at: 0.5, alert: "ops" }];
const guard = createBudgetGuard([{ name: "all", limit: { calls: 2 }, window: "lifetime", thresholds }], { store });
for (let call = 0; call < Number(calls); call += 1) {
  await guard.record({ id: `${process.pid}-${call}`, atMs: Date.now(), attributes: {} });
}
await deliver();
// As long as its parent wants.
process.once("message", () => {
  void (async () => {
    await dispatcher.flush(10_000);
    await crossedOff();
    process.disconnect();
  })();
});
process.send?.("ready");
