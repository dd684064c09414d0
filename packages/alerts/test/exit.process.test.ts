// SPDX-License-Identifier: Apache-2.0
import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";

import { expect, it } from "vitest";

const PROGRAM = `
  const { createAlertDispatcher, createWebhookChannel } = await import("@outlay/alerts");
  const failures = [];
  const dispatcher = createAlertDispatcher({
    channels: [createWebhookChannel({ name: "hook", url: "http://127.0.0.1:1/", secret: "whsec_" + btoa("x".repeat(32)) })],
    onDeliveryFailure: (failure) => failures.push(failure),
  });
  dispatcher.dispatch({ key: "k", type: "budget.exhausted", severity: "error", atMs: 0, channels: ["hook"], data: {} });
  process.on("exit", () => console.log(JSON.stringify(failures)));
`;

it("an alert that waits for its next attempt does not keep a process alive", () => {
  const { status, stdout, stderr } = spawnSync(process.execPath, ["--input-type=module", "--eval", PROGRAM], {
    cwd: fileURLToPath(new URL(".", import.meta.url)),
    encoding: "utf8",
    timeout: 30_000,
  });
  expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
  expect(JSON.parse(stdout)).toMatchObject([{ channel: "hook", attempts: 1, retryInMs: expect.closeTo(5_000, -4) }]);
});
