// SPDX-License-Identifier: Apache-2.0
/** What the tests of one build of one version of an SDK came to. */
export interface BuildResult {
  /** Folder under `packages`. */
  readonly instrumentation: string;
  readonly sdk: string;
  readonly format: "ESM" | "CommonJS";
  /** Tests by API of the SDK; `""` where the tests do not tell APIs apart. */
  readonly apis: ReadonlyMap<string, { passed: number; failed: number }>;
}

/** The part of Vitest's JSON report that is read. */
export interface Report {
  readonly startTime: number;
  readonly testResults: readonly {
    readonly name: string;
    readonly assertionResults: readonly { readonly ancestorTitles: readonly string[]; readonly status: string }[];
  }[];
}

/** Titles that stand for a build: `openai-4@4.104.0, ESM`. */
const BUILD = /^(?<sdk>.+), (?<format>ESM|CommonJS)$/;
const FOLDER = /packages\/(?<folder>instrumentation-[\w-]+)\//;

/**
 * Collects the builds that tests name in their titles.
 *
 * @param sdkOf - What a name of a title is: npm aliases become `package version`.
 */
export function buildsFromReport(
  report: Report,
  sdkOf: (instrumentation: string, name: string) => string,
): readonly BuildResult[] {
  const builds = new Map<string, BuildInProgress>();
  for (const { name: file, assertionResults } of report.testResults) {
    const instrumentation = FOLDER.exec(file)?.groups?.["folder"];
    if (instrumentation === undefined) continue;
    for (const { ancestorTitles, status } of assertionResults) {
      const titled = buildOf(ancestorTitles);
      if (titled === undefined || (status !== "passed" && status !== "failed")) continue;
      const { format, api } = titled;
      const sdk = sdkOf(instrumentation, titled.sdk);
      const key = `${instrumentation} ${sdk} ${format}`;
      const build = builds.get(key) ?? { instrumentation, sdk, format, apis: new Map() };
      builds.set(key, build);
      const counts = build.apis.get(api) ?? { passed: 0, failed: 0 };
      build.apis.set(api, counts);
      counts[status] += 1;
    }
  }
  return [...builds.values()];
}

type BuildInProgress = BuildResult & { readonly apis: Map<string, { passed: number; failed: number }> };

/** The build that the titles around a test name, and the API below it. */
function buildOf(titles: readonly string[]): (Pick<BuildResult, "sdk" | "format"> & { api: string }) | undefined {
  const index = titles.findIndex((title) => BUILD.test(title));
  const { sdk, format } = BUILD.exec(titles[index] ?? "")?.groups ?? {};
  if (sdk === undefined || (format !== "ESM" && format !== "CommonJS")) return undefined;
  // Conformance tests have the suite's title above the build's, and the API's below it.
  return { sdk, format, api: index > 0 ? (titles[index + 1] ?? "") : "" };
}

/** Resolves the names that an instrumentation's devDependencies give to versions of an SDK. */
export function sdkName(devDependencies: Readonly<Record<string, string>>, name: string): string {
  const [alias = name] = /^@?[^@]+/.exec(name) ?? [];
  const range = devDependencies[alias];
  if (range === undefined) return name;
  const npm = /^npm:(?<sdk>.+)@(?<version>[^@]+)$/.exec(range)?.groups;
  return npm === undefined ? `${alias} ${range}` : `${npm["sdk"]} ${npm["version"]}`;
}
