// SPDX-License-Identifier: Apache-2.0
import { readFileSync } from "node:fs";
import { join } from "node:path";

import { describe, expect, it } from "vitest";

import { ROOT } from "../src/pack.ts";
import { PATH, run } from "../src/run.ts";

const EXAMPLE = join(ROOT, "examples", "budgets");

describe("the example of an agent that is held to budgets", () => {
  it("takes the cheaper model, lands softly and asks for more, as its README shows", async () => {
    const { exitCode, stdout, stderr } = await run(process.execPath, ["run.ts"], { cwd: EXAMPLE, env: { PATH } });
    const readme = readFileSync(join(EXAMPLE, "README.md"), "utf8");
    const shown = /```\n(INC-1\n[^`]*)```/.exec(readme)?.[1];
    expect({ exitCode, stderr, stdout }).toEqual({ exitCode: 0, stderr: "", stdout: shown });
    expect(stdout.match(/refused by ticket/g)).toHaveLength(2);
    expect(stdout.match(/asked for more/g)).toHaveLength(1);
  });
});
