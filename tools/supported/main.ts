// SPDX-License-Identifier: Apache-2.0
// Writes docs/supported.md from the targets of the instrumentations and the report of their tests.
// Run by `pnpm run test:versions`, with `node --conditions=@outlay/source`.
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { outlayTargets } from "../../packages/node/src/instrumentations.ts";
import { ROOT, textOf } from "../structure/packages.ts";
import { buildsFromReport, sdkName } from "./read-results.ts";
import type { Report } from "./read-results.ts";
import { renderSupported } from "./render.ts";

const report = JSON.parse(readFileSync(join(ROOT, "node_modules/.cache/versions.json"), "utf8")) as Report;

function devDependenciesOf(instrumentation: string): Readonly<Record<string, string>> {
  const manifest = JSON.parse(textOf(`packages/${instrumentation}/package.json`)) as {
    readonly devDependencies?: Readonly<Record<string, string>>;
  };
  return manifest.devDependencies ?? {};
}

const supported = new Map(
  [...outlayTargets()].map(([name, targets]) => {
    const ranges = new Map(
      targets.map(({ packageName, versions }) => [`${packageName} ${versions}`, { packageName, versions }]),
    );
    return [`instrumentation-${name}`, [...ranges.values()]] as const;
  }),
);

writeFileSync(
  join(ROOT, "docs/supported.md"),
  renderSupported({
    date: new Date(report.startTime).toISOString().slice(0, 10),
    node: process.versions.node,
    builds: buildsFromReport(report, (instrumentation, name) => sdkName(devDependenciesOf(instrumentation), name)),
    ranges: supported,
  }),
);
