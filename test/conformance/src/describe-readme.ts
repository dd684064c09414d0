// SPDX-License-Identifier: Apache-2.0
import { readFileSync } from "node:fs";

import { startFakeProvider } from "@outlay-test/fake-provider";
import type { FakeProvider } from "@outlay-test/fake-provider";
import type { FileTarget } from "@outlay/core";
import { describe, expect, it } from "vitest";

import { readmeBlocks, runBlock } from "./preloaded-app.ts";

/** Whom a README's code asks. */
export interface ReadmeServer extends AsyncDisposable {
  /** Variables by which the code finds it, with a key. */
  readonly env: Readonly<Record<string, string>>;
  requestCount(): number;
}

/** A README with the code that every instrumentation's has. */
export interface ReadmeContract {
  /** `import.meta.url` of the test. */
  readonly test: string;
  readonly targets: readonly FileTarget[];
  readonly serve: () => Promise<ReadmeServer>;
  /** What a block has that sends one request. @defaultValue none sends any */
  readonly sends?: string;
}

/** The fake provider, for SDKs that find it by a variable. */
export async function serveFake(
  envOf: (provider: FakeProvider) => Readonly<Record<string, string>>,
): Promise<ReadmeServer> {
  const provider = await startFakeProvider();
  return {
    env: envOf(provider),
    requestCount: () => provider.requests.length,
    [Symbol.asyncDispose]: () => provider.close(),
  };
}

/** Declares the tests of a README: its code runs, and it names the versions that the targets name. */
export function describeReadme({ test, targets, serve, sends }: ReadmeContract): void {
  describe("the README", () => {
    const blocks = readmeBlocks(test);

    it("has three blocks of code", () => {
      expect(blocks).toHaveLength(3);
    });

    it.each(blocks)("has code that runs: %j", async (code) => {
      await using server = await serve();
      expect(await runBlock(test, code, server.env)).toBe("");
      expect(server.requestCount()).toBe(sends !== undefined && code.includes(sends) ? 1 : 0);
    });

    it("names the versions that the targets name", () => {
      const readme = readFileSync(new URL("../README.md", test), "utf8");
      for (const { packageName, versions } of targets.filter((target) => !isPartOfAnother(target, targets))) {
        const row = readme.split("\n").find((line) => line.startsWith(`| \`${packageName}\` |`));
        expect(row?.split(/[|,]/).map((cell) => cell.trim())).toContain(versions);
      }
    });
  });
}

/** Some methods are there, or elsewhere, in some of the versions only. */
function isPartOfAnother(target: FileTarget, targets: readonly FileTarget[]): boolean {
  const [from, to] = boundsOf(target);
  return targets.some((other) => {
    if (other.packageName !== target.packageName || other.versions === target.versions) return false;
    const [otherFrom, otherTo] = boundsOf(other);
    return compare(otherFrom, from) <= 0 && compare(otherTo, to) >= 0;
  });
}

function boundsOf({ versions }: FileTarget): readonly [from: string, to: string] {
  const [, from = "", to = ""] = /^>=(\S+) <(\S+)$/.exec(versions) ?? [];
  return [from, to];
}

function compare(left: string, right: string): number {
  return left.localeCompare(right, "en", { numeric: true });
}
