// SPDX-License-Identifier: Apache-2.0
import { setImmediate } from "node:timers/promises";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";

setFlagsFromString("--expose-gc");
const collect = runInNewContext("gc") as () => void;

/** Collects what nobody holds, and lets those who asked hear of it. */
export async function collectGarbage(): Promise<void> {
  for (let round = 0; round < 20; round += 1) {
    collect();
    await setImmediate();
  }
}
