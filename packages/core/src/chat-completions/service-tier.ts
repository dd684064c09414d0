// SPDX-License-Identifier: Apache-2.0
import { textOf } from "../read-fields.ts";

/**
 * A service tier, asked for or served. `auto` leaves the choice to OpenAI: as a wish it is none, and as an answer, in
 * the first events of a stream, it says that nothing has been chosen yet.
 */
export function tierUnlessAuto(tier: unknown): string | undefined {
  return tier === "auto" ? undefined : textOf(tier);
}
