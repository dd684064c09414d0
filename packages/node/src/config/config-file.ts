// SPDX-License-Identifier: Apache-2.0
// Loaded only when there is a configuration file: what a YAML parser and a schema library cost at start-up is behind
// this one entry, which is bundled and needs neither at run time.
import { config as configureZod } from "zod/mini";

import type { ConfigFileResult, ConfigFileSource } from "./config-file-source.ts";
import { enforcementFrom } from "./enforcement-schema.ts";
import { FILE_SCHEMA } from "./file-schema.ts";
import { layerFromFile } from "./layer-from-file.ts";
import type { ConfigLayer } from "./layer.ts";
import { adviseOnLimits } from "./limit-advice.ts";
import type { LimitSections } from "./limit-advice.ts";
import { ALWAYS_TOLD, MODES } from "./outlay-config.ts";
import { nearest } from "./nearest.ts";
import { readBreakers, readBudgets, readOutcomes, readPricing } from "./owned-sections.ts";
import type { DeclaredNames } from "./owned-sections.ts";
import { pathText } from "./path.ts";
import { showValue } from "./problem.ts";
import { nodeAt, parseSource, plainFrom, removeNode } from "./source-tree.ts";
import type { SourceNode } from "./source-tree.ts";
import { storeFrom } from "./store-schema.ts";
import { parseStrictly } from "./strict-parse.ts";

/** Reads `outlay.config.yaml`: what is right in it, and everything that is wrong, in the order of the file. */
export function readConfigFile(source: ConfigFileSource): ConfigFileResult {
  // A schema that parses one file is not worth compiling.
  configureZod({ jitless: true });
  const { root, problems } = parseSource(source.text, source.env);
  const notation = problems.map(({ path, place, ...problem }) => ({ ...place, key: pathText(path), ...problem }));
  const { layer, findings, mode }: ConfigFileResult =
    root === undefined ? readBrokenFile(source.text) : readSettings(root, source);
  const named = [...notation, ...findings].map((finding) => ({ file: source.name, ...finding }));
  return {
    layer,
    findings: named.toSorted((one, other) => (one.line ?? 0) - (other.line ?? 0)),
    ...(mode !== undefined && { mode: { file: source.name, ...mode } }),
  };
}

function readSettings(root: SourceNode, source: ConfigFileSource): ConfigFileResult {
  if (!(root.content instanceof Map)) {
    if (root.content === null && root.failure === undefined) return { layer: {}, findings: [] };
    const value = showValue(root.written ?? root.content);
    const finding = { ...root.place, key: "", value, expected: "a map of settings", used: "the defaults" };
    return { layer: {}, findings: [finding] };
  }
  const mode = nodeAt(root, ["mode"]);
  const meant = enforcing(mode?.content);
  const owned = takeOwned(root);
  const { settings, findings } = parseStrictly(FILE_SCHEMA, root);
  const enforcement = enforcementFrom(plainFrom(root));
  const names = {
    channels: [...ALWAYS_TOLD, ...Object.keys(settings.channels ?? {})],
    routes: Object.keys(enforcement.routes ?? {}),
  };
  const readers = [
    { layer: layerFromFile(settings, source.path), findings },
    readPricing(nodeAt(root, ["pricing"]), source),
    { layer: { enforcement, store: readStore(nodeAt(root, ["store"]), source) }, findings: [] },
    ...owned.map(({ section, read }) => read(section, names)),
    { layer: {}, findings: adviseOnLimits({ root, ...sectionsOf(owned) }) },
  ];
  return {
    layer: Object.assign(meant, ...readers.map(({ layer }) => layer)) as ConfigLayer,
    findings: readers.flatMap((reader) => reader.findings),
    ...(mode !== undefined && { mode: mode.place }),
  };
}

const OWNED = { budgets: readBudgets, breakers: readBreakers, outcomes: readOutcomes } as const;

interface OwnedSection {
  readonly key: keyof typeof OWNED;
  readonly section: SourceNode;
  readonly read: (section: SourceNode, names: DeclaredNames) => ConfigFileResult;
}

/** Budgets are read by the package that owns them, after the channels that they refer to. */
function takeOwned(root: SourceNode): readonly OwnedSection[] {
  return (["budgets", "breakers", "outcomes"] as const).flatMap((key) => {
    const section = nodeAt(root, [key]);
    if (section === undefined) return [];
    removeNode(section);
    return [{ key, section, read: OWNED[key] }];
  });
}

function sectionsOf(owned: readonly OwnedSection[]): Omit<LimitSections, "root"> {
  const of = (key: OwnedSection["key"]): SourceNode | undefined => owned.find((one) => one.key === key)?.section;
  return { budgets: of("budgets"), breakers: of("breakers") };
}

function readStore(section: SourceNode | undefined, { path }: ConfigFileSource): ConfigLayer["store"] {
  return section && storeFrom(plainFrom(section), path);
}

const ASKS_TO_ENFORCE = /^\s*["']?mode["']?\s*:.*enforce/im;

/** A file that asked for hard limits must not be the reason that there are none, however broken it is. */
function readBrokenFile(text: string): ConfigFileResult {
  return ASKS_TO_ENFORCE.test(text)
    ? { layer: { mode: "enforce" }, findings: [], mode: {} }
    : { layer: {}, findings: [] };
}

/** Likewise for a `mode` with a slip of the pen. */
function enforcing(mode: unknown): ConfigLayer {
  return typeof mode === "string" && nearest(mode, MODES) === "enforce" ? { mode: "enforce" } : {};
}
