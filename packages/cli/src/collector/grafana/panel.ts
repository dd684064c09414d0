// SPDX-License-Identifier: Apache-2.0

/** What a panel asks Prometheus. */
export interface PanelQuery {
  readonly expr: string;
  /** Name of each series, with `{{label}}` for its labels. @defaultValue its labels as they are */
  readonly legend?: string;
}

/** Grafana's names of units. */
export type PanelUnit = "currencyUSD" | "short" | "percentunit" | "s" | "bytes";

/** A panel, as far as ours differ. */
export interface Panel {
  readonly title: string;
  /** What the figure counts and what it leaves out. */
  readonly description: string;
  /** One figure for the range, figures over time as lines or stacked bars, or the range as a table. */
  readonly kind: "stat" | "lines" | "bars" | "table";
  readonly unit: PanelUnit;
  readonly queries: readonly PanelQuery[];
  /** Columns out of 24. @defaultValue 12, and 6 for a stat */
  readonly width?: number;
}

/** A dashboard. */
export interface Dashboard {
  /** Of the file, and of the address in Grafana. */
  readonly name: string;
  readonly title: string;
  readonly description: string;
  readonly panels: readonly Panel[];
}

type Words = readonly [title: string, description: string];

/** One figure. */
export function stat([title, description]: Words, unit: PanelUnit, expr: string): Panel {
  return { title, description, kind: "stat", unit, queries: [{ expr }] };
}

/** A row for each series. */
export function table([title, description]: Words, unit: PanelUnit, expr: string): Panel {
  return { title, description, kind: "table", unit, queries: [{ expr }] };
}

/** Figures over time that stand for themselves. */
export function lines([title, description]: Words, unit: PanelUnit, ...queries: readonly PanelQuery[]): Panel {
  return { title, description, kind: "lines", unit, queries };
}

/** Figures over time that add up. */
export function bars([title, description]: Words, unit: PanelUnit, query: PanelQuery): Panel {
  return { title, description, kind: "bars", unit, queries: [query] };
}
