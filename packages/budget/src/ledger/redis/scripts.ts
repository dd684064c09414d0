// SPDX-License-Identifier: Apache-2.0
import { createHash } from "node:crypto";

import { LEASES_LUA } from "./leases-lua.ts";
import type { RedisScript } from "./redis-client.ts";
import { RESERVE_LUA } from "./reserve-lua.ts";
import { SETTLE_LUA } from "./settle-lua.ts";
import {
  ACKNOWLEDGE_LUA,
  ADJUST_LUA,
  CLAIM_LUA,
  EXTEND_EVENTS_LUA,
  EXTEND_LUA,
  GROUPS_LUA,
  OPEN_LUA,
  READ_LUA,
  RELEASE_LUA,
} from "./small-lua.ts";
import { SUMS_LUA } from "./sums-lua.ts";

/** One script for each step of the ledger: the server runs each as a whole or not at all. */
export const SCRIPTS = {
  open: script(OPEN_LUA),
  reserve: script(RESERVE_LUA),
  settle: script(SETTLE_LUA),
  release: script(RELEASE_LUA),
  extend: script(EXTEND_LUA),
  adjust: script(ADJUST_LUA),
  read: script(READ_LUA),
  groups: script(GROUPS_LUA),
  claim: script(CLAIM_LUA),
  extendEvents: script(EXTEND_EVENTS_LUA),
  acknowledge: script(ACKNOWLEDGE_LUA),
} as const;

function script(body: string): RedisScript {
  const source = `${SUMS_LUA}${LEASES_LUA}${body}`;
  return { source, sha: createHash("sha1").update(source).digest("hex") };
}
