// SPDX-License-Identifier: Apache-2.0
import { withoutDateMarkers, withoutMarkers } from "../../packages/pricing/src/model-id.ts";
import type { RateName, TokenRates } from "../../packages/pricing/src/price-table.ts";
import { differingRates, fillGaps, periodOn } from "./fill-gaps.ts";
import type { SourceRow } from "./source-row.ts";

/** Two sources, one model, two prices. */
export interface Disagreement {
  readonly provider: string;
  readonly model: string;
  readonly kept: SourceRow;
  readonly refused: SourceRow;
  readonly what: string;
}

/** The rows of the table and what had to be decided for them. */
export interface Merged {
  readonly rows: readonly SourceRow[];
  readonly disagreements: readonly Disagreement[];
}

function usdPerMtok(rates: TokenRates, names: readonly RateName[]): string {
  return names.map((name) => `${name} ${(rates[name] ?? 0) / 1e6}`).join(", ");
}

/** Rows by provider and id; a higher source has claimed what it knows before a lower one is asked. */
class Claims {
  readonly #rows = new Map<string, Map<string, SourceRow>>();

  get(provider: string, id: string): SourceRow | undefined {
    return this.#rows.get(provider)?.get(id);
  }

  claim(row: SourceRow, ids: readonly string[]): void {
    const byId = this.#rows.get(row.provider) ?? new Map<string, SourceRow>();
    for (const id of ids) if (!byId.has(id)) byId.set(id, row);
    this.#rows.set(row.provider, byId);
  }

  /** The row of an id, or of what is left of it without date and version: the engine would find that one. */
  holder(row: SourceRow, id: string, siblings: ReadonlyMap<string, SourceRow>): SourceRow | undefined {
    const own = this.get(row.provider, id);
    const undated = own ?? this.get(row.provider, withoutMarkers(row.provider, id));
    return undated?.source.name !== "overlay" && isOwnSnapshot(row, id, siblings) ? own : undated;
  }

  replace(before: SourceRow, after: SourceRow): void {
    const byId = this.#rows.get(before.provider);
    for (const [id, row] of byId ?? []) if (row === before) byId?.set(id, after);
  }

  all(): readonly SourceRow[] {
    const rows: SourceRow[] = [];
    for (const [, byId] of this.#rows) {
      const idsOf = Map.groupBy(byId, ([, row]) => row);
      for (const [row, entries] of idsOf) rows.push({ ...row, ids: entries.map(([id]) => id).toSorted() });
    }
    return rows;
  }
}

/**
 * Whether a source prices a dated snapshot apart from the undated model; then the snapshot is a model of its own.
 * The overlay is asked first: it lists such snapshots, and what it does not list is its undated model.
 */
function isOwnSnapshot(row: SourceRow, id: string, siblings: ReadonlyMap<string, SourceRow>): boolean {
  const undated = withoutDateMarkers(row.provider, id);
  const sibling = undated === id ? undefined : siblings.get(`${row.provider}/${undated}`);
  const [own, other] = [row.prices[0]?.rates, sibling?.prices[0]?.rates];
  return own !== undefined && other !== undefined && (own.input !== other.input || own.output !== other.output);
}

function compare(kept: SourceRow, refused: SourceRow): Disagreement | undefined {
  const day = refused.source.verified;
  const [ours, theirs] = [periodOn(kept.prices, day), periodOn(refused.prices, day)];
  if (ours === undefined || theirs === undefined) return undefined;
  const names = differingRates(ours.rates, theirs.rates);
  if (names.length === 0) return undefined;
  const what = `${usdPerMtok(ours.rates, names)} instead of ${usdPerMtok(theirs.rates, names)}`;
  return { provider: kept.provider, model: kept.model, kept, refused, what };
}

/** A disagreement as a line for people. */
export function describeDisagreement({ provider, model, kept, refused, what }: Disagreement): string {
  const page = kept.source.url === undefined ? "" : `; ${kept.source.url}, read ${kept.source.verified}`;
  return `${provider}/${model}: ${kept.source.name} over ${refused.source.name}: ${what} (USD per million tokens${page})`;
}

function siblingsOf(rows: readonly SourceRow[]): ReadonlyMap<string, SourceRow> {
  return new Map(rows.flatMap((row) => row.ids.map((id) => [`${row.provider}/${id}`, row] as const)));
}

/**
 * Merges sources, highest precedence first. A model belongs to the first source that lists it; a lower one adds
 * what that source is silent about (tiers, regions, units) where both agree on the base price, and nothing else.
 */
export function mergeRows(sources: readonly (readonly SourceRow[])[]): Merged {
  const claims = new Claims();
  const disagreements: Disagreement[] = [];
  for (const rows of sources) {
    const siblings = siblingsOf(rows);
    const fresh: (readonly [SourceRow, readonly string[]])[] = [];
    for (const row of rows) {
      const holders = new Map(row.ids.map((id) => [id, claims.holder(row, id, siblings)]));
      fresh.push([row, row.ids.filter((id) => holders.get(id) === undefined)]);
      for (const holder of new Set(holders.values())) {
        if (holder === undefined) continue;
        const disagreement = compare(holder, row);
        if (disagreement === undefined) claims.replace(holder, fillGaps(holder, row));
        else disagreements.push(disagreement);
      }
    }
    for (const [row, ids] of fresh) if (ids.length > 0) claims.claim(row, ids);
  }
  return { rows: claims.all(), disagreements };
}
