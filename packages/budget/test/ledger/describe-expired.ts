// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from "vitest";

import { LEASE_MS, planOf } from "./hand.ts";
import type { Hand } from "./hand.ts";

/** That every store tells how many calls were never heard of again. */
export function describeExpired(using: () => Hand): void {
  describe("leases that end unheard of", () => {
    it("are told of once, with the next call, and calls that were settled or released are none of them", async () => {
      const hand = using();
      const counter = hand.at(planOf());
      for (const id of ["dead 1", "dead 2", "settled", "released"]) await hand.reserve(id, 10, [counter]);
      await hand.settle("settled", 10, [counter]);
      await hand.store.release("released");
      hand.clock.nowMs += LEASE_MS;
      expect(await hand.reserve("next", 10, [counter])).toMatchObject({ kind: "held", expired: 2 });
      expect(await hand.reserve("another", 10, [counter])).not.toHaveProperty("expired");
      expect(await hand.settle("another", 10, [counter])).not.toHaveProperty("expired");
    });

    it("are told of also where another step has found them, and with a settlement", async () => {
      const hand = using();
      const counter = hand.at(planOf());
      await hand.reserve("dead", 10, [counter]);
      hand.clock.nowMs += LEASE_MS;
      expect(await hand.figures(counter)).toEqual([10, 0, 0, 1, 0]);
      expect(await hand.settle("other", 10, [counter])).toMatchObject({ kind: "settled", expired: 1 });
    });

    it("are told of with a refusal, too", async () => {
      const hand = using();
      const counter = hand.at(planOf());
      await hand.reserve("dead", 1_000, [counter]);
      hand.clock.nowMs += LEASE_MS;
      expect(await hand.reserve("next", 1, [counter])).toMatchObject({ kind: "denied", expired: 1 });
    });
  });
}
