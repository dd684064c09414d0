// SPDX-License-Identifier: Apache-2.0
import type { StatementGroup } from "../ottl.ts";

/** A backend that spans can be sent to, beside the others. */
export interface Preset {
  /** Of the file and of what is in it. */
  readonly name: string;
  readonly title: string;
  /** Variables that must be set, with an example each. */
  readonly variables: Readonly<Record<string, string>>;
  /** What a reader must know: what arrives, and what the service makes of it. */
  readonly notes: string;
  /** Pages and sources that address, headers and attributes were read in. Nothing of it was run against the service. */
  readonly read: readonly string[];
  /** `endpoint` without `/v1/traces`, or `traces_endpoint` as it is. */
  readonly exporter: Readonly<Record<string, unknown>> & { readonly headers: Readonly<Record<string, string>> };
  /** Only spans that have to do with GenAI, or only calls. @defaultValue all spans */
  readonly only?: "gen_ai" | "calls";
  /** The Collector's own cost counters go there too. @defaultValue spans only */
  readonly withMetrics?: true;
  /** What makes the spans into what the service reads; on a copy of its own. */
  readonly statements?: readonly (StatementGroup | ResourceStatements)[];
}

/** Statements on what sent the spans. */
export interface ResourceStatements {
  readonly context: "resource";
  readonly statements: readonly string[];
}
