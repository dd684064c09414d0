// SPDX-License-Identifier: Apache-2.0

/** One sample of a page in Prometheus' text format. */
export interface Sample {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
}

const LINE = /^(?<name>[a-zA-Z_:][\w:]*)(?:\{(?<labels>.*)\})? (?<value>\S+)/;
const LABEL = /(?<key>\w+)="(?<value>(?:[^"\\]|\\.)*)"/g;

/** Reads the samples that an endpoint exposes now. */
export async function scrape(url: string): Promise<readonly Sample[]> {
  const text = await (await fetch(url)).text();
  return text.split("\n").flatMap((line) => {
    const { name, labels = "", value } = LINE.exec(line)?.groups ?? {};
    if (name === undefined || value === undefined) return [];
    const pairs = [...labels.matchAll(LABEL)].map(({ groups }) => [groups?.["key"] ?? "", groups?.["value"] ?? ""]);
    return [{ name, labels: Object.fromEntries(pairs) as Record<string, string>, value: Number(value) }];
  });
}

/** What the samples of a name that have certain labels add up to. */
export function total(samples: readonly Sample[], name: string, labels: Readonly<Record<string, string>> = {}): number {
  return samples
    .filter((sample) => sample.name === name)
    .filter((sample) => Object.entries(labels).every(([key, value]) => sample.labels[key] === value))
    .reduce((sum, { value }) => sum + value, 0);
}

const RETRY_MS = 100;

/**
 * Scrapes until the samples are as wanted; the Collector collects them once a second.
 *
 * @throws {Error} When they are not in time.
 */
export async function scrapeUntil(
  url: string,
  isWanted: (samples: readonly Sample[]) => boolean,
  timeoutMs = 20_000,
): Promise<readonly Sample[]> {
  const endMs = performance.now() + timeoutMs;
  for (;;) {
    const samples = await scrape(url);
    if (isWanted(samples)) return samples;
    if (performance.now() > endMs) throw new Error(`not there in time: ${JSON.stringify(samples.slice(0, 40))}`);
    await new Promise((resolve) => setTimeout(resolve, RETRY_MS));
  }
}
