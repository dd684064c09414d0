// SPDX-License-Identifier: Apache-2.0
// Builds every package, each after those it depends on, as many at a time as there are cores; nothing if nothing has
// changed since it last did. Prints a line a package, and a log only on failure.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { availableParallelism } from "node:os";
import { join } from "node:path";

import { buildStamp, isBuilt, keepStamp } from "./build-stamp.ts";
import { ROOT, publishedPackages } from "./structure/packages.ts";
import type { PackageUnderTest } from "./structure/packages.ts";

const packages = publishedPackages();
const stamp = buildStamp();
const waiting = new Map(isBuilt(stamp, packages) ? [] : packages.map((one) => [one.manifest.name, one]));
const built = new Set<string>();
const startedAt = performance.now();

await Promise.all(Array.from({ length: availableParallelism() }, () => work()));
keepStamp(stamp);
console.log(
  built.size === 0 ? "nothing to build: all is as it was" : `built ${built.size} packages in ${seconds(startedAt)}`,
);

async function work(): Promise<void> {
  for (let next = takeReady(); next !== undefined || waiting.size > 0; next = takeReady()) {
    if (next === undefined) await new Promise((resolve) => setTimeout(resolve, 20));
    else await build(next);
  }
}

/** A package whose siblings are all built; `undefined` while the others have to wait. */
function takeReady(): PackageUnderTest | undefined {
  for (const [name, one] of waiting) {
    const siblings = Object.keys(one.manifest.dependencies ?? {}).filter((dependency) =>
      dependency.startsWith("@outlay/"),
    );
    if (!siblings.every((sibling) => built.has(sibling))) continue;
    waiting.delete(name);
    return one;
  }
  return undefined;
}

async function build(one: PackageUnderTest): Promise<void> {
  const from = performance.now();
  const child = spawn("tsdown", { cwd: join(ROOT, one.folder), stdio: ["ignore", "pipe", "pipe"], shell: false });
  const log: Buffer[] = [];
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (data: Buffer) => log.push(data));
  const [exitCode] = (await once(child, "close")) as [number | null];
  if (exitCode !== 0) {
    console.error(`${one.manifest.name} does not build:\n${Buffer.concat(log).toString("utf8")}`);
    process.exit(1);
  }
  built.add(one.manifest.name);
  console.log(`  ${one.manifest.name.padEnd(36)} ${seconds(from)}`);
}

function seconds(from: number): string {
  return `${((performance.now() - from) / 1000).toFixed(1)} s`;
}
