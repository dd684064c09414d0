// SPDX-License-Identifier: Apache-2.0
import { fork } from "node:child_process";
import type { ChildProcess } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { fileURLToPath } from "node:url";

import { afterEach, beforeEach, describe, expect, it } from "vitest";

import { startReceiver } from "./receiver.ts";

const APP = fileURLToPath(new URL("apps/tells.ts", import.meta.url));

let folder: string;
let path: string;
const children: ChildProcess[] = [];
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "outlay-outbox-"));
  path = join(folder, "budgets.db");
});
afterEach(async () => {
  for (const child of children.splice(0)) child.kill("SIGKILL");
  await rm(folder, { recursive: true });
});

async function start(url: string, calls = 0): Promise<ChildProcess> {
  const child = fork(APP, [path, url, String(calls)], { execArgv: ["--conditions=@outlay/source"] });
  children.push(child);
  await once(child, "message");
  return child;
}

async function end(child: ChildProcess): Promise<void> {
  child.send("end");
  expect(await once(child, "exit")).toEqual([0, null]);
}

/** How many events are in the outbox, whoever has claimed them. */
function left(): unknown {
  const database = new DatabaseSync(path, { readOnly: true });
  const row = database.prepare("SELECT count(*) AS events FROM outbox").get();
  database.close();
  return row?.["events"];
}

describe("an alert whose process dies between the crossing and the answer", () => {
  it("scenario 22: is told by another process, under the same id, and once it is told by none", async () => {
    await using receiver = await startReceiver(["silence"]);
    const dying = await start(receiver.url, 1);
    await receiver.received(1);
    const died = once(dying, "exit");
    dying.kill("SIGKILL");
    await died;
    expect(left()).toBe(1);

    const heirs = await Promise.all([start(receiver.url), start(receiver.url)]);
    await receiver.received(2);
    await Promise.all(heirs.map(end));
    expect(left()).toBe(0);
    await end(await start(receiver.url));

    const ids = receiver.requests.map(({ headers }) => String(headers["webhook-id"]));
    expect(ids).toEqual([ids[0], ids[0]]);
    process.stdout.write(
      `scenario 22: killed before the answer: told again by another process, id ${ids[1]}, then by none\n`,
    );
  });

  it("stays with a process that lives for as long as it is being told, and is not told by others meanwhile", async () => {
    await using receiver = await startReceiver(["silence"]);
    const telling = await start(receiver.url, 1);
    await receiver.received(1);
    // It has looked into the outbox by then.
    const other = await start(receiver.url);
    expect(receiver.requests).toHaveLength(1);
    telling.kill("SIGKILL");
    await receiver.received(2);
    await end(other);
    expect(left()).toBe(0);
  });
});
