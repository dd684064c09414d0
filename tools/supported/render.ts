// SPDX-License-Identifier: Apache-2.0
import type { BuildResult } from "./read-results.ts";

/** Range of versions of a package that an instrumentation takes. */
export interface SupportedRange {
  readonly packageName: string;
  readonly versions: string;
}

/** What the page is made of. */
export interface SupportedPage {
  readonly date: string;
  readonly node: string;
  readonly builds: readonly BuildResult[];
  /** Ranges by instrumentation's folder. */
  readonly ranges: ReadonlyMap<string, readonly SupportedRange[]>;
}

const HEADER = `# What is supported

Which versions of which SDKs are traced, and which of them the tests ran on, as ES modules and as CommonJS. Written by
\`pnpm run test:versions\`: a number is how many tests passed, against the real SDK.
`;

/** Renders \`docs/supported.md\`. */
export function renderSupported({ date, node, builds, ranges }: SupportedPage): string {
  const sections = [...ranges].map(([folder, supported]) => {
    const own = builds.filter(({ instrumentation }) => instrumentation === folder);
    return `## ${folder.replace("instrumentation-", "")}\n\n${rangeLines(folder, supported)}\n\n${buildTable(own)}`;
  });
  return `${HEADER}\nLast run on ${date}, Node.js ${node}.\n\n${sections.join("\n")}`;
}

function rangeLines(folder: string, ranges: readonly SupportedRange[]): string {
  const texts = ranges.map(({ packageName, versions }) => `\`${packageName}\` ${versions}`);
  return `[\`@outlay/${folder}\`](../packages/${folder}) traces ${texts.join(", ")}.`;
}

function buildTable(builds: readonly BuildResult[]): string {
  if (builds.length === 0) return "Its tests name no builds.\n";
  const sdks = [...new Set(builds.map(({ sdk }) => sdk))].toSorted((left, right) =>
    left.localeCompare(right, "en", { numeric: true }),
  );
  const apis = [...new Set(builds.flatMap((build) => [...build.apis.keys()]))];
  const columns = apis.map((api) => (api === "" ? "everything" : api));
  const rows = sdks.map((sdk) => {
    const cells = apis.map((api) => cell(builds, sdk, api));
    return `| ${[sdk, ...cells].join(" | ")} |`;
  });
  const head = `| ${["Version", ...columns].join(" | ")} |\n|${"---|".repeat(columns.length + 1)}`;
  return `${head}\n${rows.join("\n")}\n`;
}

function cell(builds: readonly BuildResult[], sdk: string, api: string): string {
  const texts = (["ESM", "CommonJS"] as const).flatMap((format) => {
    const counts = builds.find((build) => build.sdk === sdk && build.format === format)?.apis.get(api);
    if (counts === undefined) return [];
    return [`${format} ${counts.passed}${counts.failed > 0 ? `, **${counts.failed} failed**` : ""}`];
  });
  return texts.length === 0 ? "–" : texts.join(", ");
}
