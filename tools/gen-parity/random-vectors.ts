// SPDX-License-Identifier: Apache-2.0
import { createPriceEngine } from "../../packages/pricing/src/index.ts";
import { outcomeOf } from "./outcomes.ts";
import { randomQuery } from "./random-prices.ts";
import { Random } from "./random.ts";
import { vectorFile } from "./vectors.ts";

/** Random calls with what the TypeScript engine makes of them, in the form of the committed vectors. */
export function randomVectors(count: number, seed: number): string {
  const random = new Random(seed);
  const engine = createPriceEngine();
  const prices = Array.from({ length: count }, (_, index) => {
    const query = randomQuery(random);
    return { name: `${seed}/${index}`, query, expect: outcomeOf(engine.price(query)) };
  });
  return vectorFile({ prices, spans: [] });
}
