// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from "vitest";

import { SDK_TABLE } from "../src/config/sdk-table.ts";
import { outlayTargets } from "../src/index.ts";
import { SDK_FILES } from "../src/sdk-files.generated.ts";

describe.each([...outlayTargets()])("the instrumentation %s", (name, targets) => {
  it("is loaded with every file that holds a target of it; if not, run `pnpm run config:generate`", () => {
    const files = targets.map(({ packageName, versions, file }) => ({ packageName, versions, file }));
    expect(new Set(SDK_FILES[name].map((file) => JSON.stringify(file)))).toEqual(
      new Set(files.map((file) => JSON.stringify(file))),
    );
  });

  it("names in the configuration's table the packages that it traces", () => {
    const packages = new Set(targets.map(({ packageName }) => packageName));
    expect(new Set<string>(SDK_TABLE[name].packages)).toEqual(packages);
  });
});
