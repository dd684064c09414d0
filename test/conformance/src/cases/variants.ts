// SPDX-License-Identifier: Apache-2.0
import { expect, it } from "vitest";

import { PROMPT } from "../suite.ts";
import type { Suite } from "../suite.ts";

/** Helpers, derived clients and other ways to the same API. */
export function variantCases(suite: Suite): void {
  for (const variant of suite.surface.variants ?? []) {
    it(`traces ${variant.name}`, async () => {
      suite.provider.enqueue(...(variant.script ?? [suite.step()]));
      await variant.run(suite.provider, { prompt: PROMPT });

      const spans = await suite.spans();
      const seen = spans.map(({ attributes }, index) =>
        Object.fromEntries(Object.keys(variant.spans[index] ?? {}).map((name) => [name, attributes[name]])),
      );
      expect(seen).toEqual(variant.spans);
    });
  }
}
