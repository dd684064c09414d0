// SPDX-License-Identifier: Apache-2.0
import { billedCalls, callSpeakers } from "./call-groups.ts";
import { amountStatements, costStatements } from "./cost-statements.ts";
import { factGroups } from "./fact-groups.ts";
import { lookUpGroups } from "./lookup-groups.ts";
import { isThere, note } from "./ottl.ts";
import type { StatementGroup } from "./ottl.ts";
import type { PriceMapShape } from "./price-map-shape.ts";
import { providerGroups } from "./provider-groups.ts";
import { speakerOfScope } from "./speaker-groups.ts";
import { conventionStatements, doubtGroup, statusStatements, tidyGroups } from "./status-groups.ts";
import { usageStatements } from "./usage-statements.ts";

/** Everything between a span as it came and a span with its cost, in order. */
export function costGroups(shape: PriceMapShape, tableVersion: string): readonly StatementGroup[] {
  return [
    speakerOfScope(),
    billedCalls(),
    callSpeakers(),
    ...factGroups(),
    ...providerGroups(),
    ...lookUpGroups(shape.providers),
    {
      context: "span",
      conditions: [isThere(note("operation"))],
      statements: [
        ...usageStatements(),
        ...costStatements(shape),
        ...statusStatements(shape.providers),
        ...amountStatements(tableVersion),
        ...conventionStatements(),
      ],
    },
    doubtGroup(),
    ...tidyGroups(),
  ];
}
