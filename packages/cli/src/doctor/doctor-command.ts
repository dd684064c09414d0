// SPDX-License-Identifier: Apache-2.0
import { resolveConfig } from "@outlay/node";

import { JSON_OPTION } from "../command.ts";
import type { Command } from "../command.ts";
import { EXIT } from "../exit-codes.ts";
import { unpricedBudgets } from "./check-budgets.ts";
import { checkConfig } from "./check-config.ts";
import { checkDestinations } from "./check-destinations.ts";
import type { Probe } from "./check-destinations.ts";
import { checkDuplicates } from "./check-duplicates.ts";
import { checkRuntime } from "./check-runtime.ts";
import { checkSdks } from "./check-sdks.ts";
import { checkUnpriced } from "./check-unpriced.ts";
import { renderDiagnosis } from "./doctor-view.ts";
import type { Section } from "./finding.ts";

/** `outlay doctor` */
export const doctorCommand: Command = {
  about:
    "Checks the setup of the project in this folder: Node, installed SDKs and whether their versions are traced, the configuration with the line of every mistake, where spans go, which models of recorded calls and of budgets in USD have no price, and what may trace calls twice. Recorded are the FILEs that are named, else the file that spans are written to. Uses no network unless told to.",
  positionals: { usage: "[FILE…]", least: 0, most: Infinity },
  options: {
    connect: { about: "send an empty export to every destination, to see that it answers and takes the keys" },
    "send-span": { about: "send a span that stands for no call to every destination, and say its trace id" },
    json: JSON_OPTION,
  },
  examples: ["", "--connect", "--send-span", "outlay.jsonl", "--json"],
  found: "something does not work",
  async run(input, io) {
    const world = { env: io.env, cwd: io.cwd, nodeVersion: process.versions.node, nowMs: io.nowMs() };
    const resolved = resolveConfig({ env: io.env, cwd: io.cwd });
    const sections: readonly Section[] = [
      checkRuntime(world),
      checkSdks(world, resolved.config),
      checkConfig(world, resolved),
      await checkDestinations(resolved.config, world, probeOf(input)),
      {
        title: "Prices",
        findings: [
          ...(await unpricedBudgets(resolved.config, world, io)),
          ...(await checkUnpriced(resolved.config, io, input.positionals)),
        ],
      },
      checkDuplicates(world),
    ];
    const works = sections.every(({ findings }) => findings.every(({ level }) => level !== "wrong"));
    io.stdout(
      input.has("json") ? `${JSON.stringify({ works, sections }, undefined, 2)}\n` : renderDiagnosis(sections, io),
    );
    return works ? EXIT.OK : EXIT.FOUND;
  },
};

function probeOf(input: { readonly has: (option: "connect" | "send-span") => boolean }): Probe {
  if (input.has("send-span")) return "span";
  return input.has("connect") ? "empty" : "none";
}
