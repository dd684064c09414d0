// SPDX-License-Identifier: Apache-2.0

/** Attributes whose numbers are times that a run took. */
const MEASURED =
  /time_to_first|msToF|duration|latency|timestamp|tokensPerSecond|TokensPerSecond|\.ttft|\.tbt|time_per_output|elapsed|responseTime|_ms$|_time$|performance\./i;
/** Attributes that repeat the id of a span. */
const SPAN_ID = /segment\.id$/;
const UUID = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g;
/** Ids that the AI SDK and others draw at random, behind a prefix. */
const RANDOM_ID = /\b(aitxt|aiobj|aie|call|run|step|resp|msg|rs|fc|evt)[-_][A-Za-z0-9]{16,}\b/g;
const MOMENT = /(?<=createdAt\\*":)\d{13}\b/g;
const HTTP_DATE = /\b(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun), \d\d [A-Z][a-z]{2} \d{4} [\d:]{8} GMT/g;
/** Times that are left out where they are nothing, so that one run has them and another has not. */
const SOMETIMES = /^gen_ai\.server\.time/;
const ISO_TIME = /\b20\d\d-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)/g;

/** Replaces whatever differs from run to run: measured times, random ids, the fake provider's port. */
export class StableValues {
  readonly #ports: readonly string[];
  readonly #uuids = new Map<string, string>();
  readonly #ids = new Map<string, string>();

  constructor(urls: readonly string[]) {
    this.#ports = urls.map((url) => new URL(url).port);
  }

  attributes(attributes: Readonly<Record<string, unknown>>): Record<string, unknown> {
    const kept = Object.entries(attributes).filter(([name]) => !SOMETIMES.test(name));
    const entries = kept.map(([name, value]) => [name, this.#value(name, value)] as const);
    return Object.fromEntries(entries.sort(([a], [b]) => (a < b ? -1 : 1)));
  }

  /** Ids, addresses and moments in a text. */
  text(text: string): string {
    const local = this.#ports.reduce((all, port) => all.replaceAll(`:${port}`, ":8080"), text);
    return local
      .replaceAll(UUID, (uuid) =>
        this.#numbered(this.#uuids, uuid, (n) => `00000000-0000-4000-8000-${n.padStart(12, "0")}`),
      )
      .replaceAll(RANDOM_ID, (id, prefix: string) =>
        /0{8}/.test(id) ? id : this.#numbered(this.#ids, id, (n) => `${prefix}-${n.padStart(24, "0")}`),
      )
      .replaceAll(MOMENT, "1795435200000")
      .replaceAll(HTTP_DATE, "Mon, 23 Nov 2026 12:00:00 GMT")
      .replaceAll(ISO_TIME, "2026-11-23T12:00:00.000Z");
  }

  #value(name: string, value: unknown): unknown {
    if (Array.isArray(value)) return value.map((item: unknown) => this.#value(name, item));
    if (SPAN_ID.test(name)) return "0000000000000000";
    if (typeof value === "string") return this.text(value);
    if (typeof value !== "number") return value;
    if (this.#ports.includes(String(value))) return 8080;
    return MEASURED.test(name) ? 1 : value;
  }

  #numbered(seen: Map<string, string>, id: string, written: (count: string) => string): string {
    const known = seen.get(id) ?? written(String(seen.size + 1));
    seen.set(id, known);
    return known;
  }
}
