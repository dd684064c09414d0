// SPDX-License-Identifier: Apache-2.0
import { dirname, resolve } from "node:path";

import { parseBreakers, parseBudgets, parseOutcomes } from "@outlay/budget";
import { parsePriceOverrides } from "@outlay/pricing";
import type { PriceOverrides } from "@outlay/pricing";

import type { ConfigFileResult, ConfigFileSource } from "./config-file-source.ts";
import { FILE_SCHEMA } from "./file-schema.ts";
import { nearest } from "./nearest.ts";
import { pathText, snakeCase } from "./path.ts";
import type { Path } from "./path.ts";
import { showValue } from "./problem.ts";
import type { Finding } from "./problem.ts";
import { refreshFrom } from "./refresh-schema.ts";
import { schemaAt } from "./setting.ts";
import { nearestNode, nodeAt, parseSource, plainFrom, removeNode } from "./source-tree.ts";
import type { SourceNode } from "./source-tree.ts";

/** Names that the rest of the file declares. */
export interface DeclaredNames {
  readonly channels: readonly string[];
  readonly routes: readonly string[];
}

/** Reads `budgets` as the budget package does; channels and routes that do not exist are taken out before. */
export function readBudgets(section: SourceNode, { channels, routes }: DeclaredNames): ConfigFileResult {
  const thresholds = itemsOf(section).flatMap((budget) => itemsOf(nodeAt(budget, ["thresholds"])));
  const strayAlerts = [
    ...removeStrays(namesAt(thresholds, "alert"), channels, "no channel in its place"),
    ...removeStrays(namesAt(thresholds, "route"), routes, "no route: calls are refused"),
  ];
  const { budgets, problems } = parseBudgets(plainFrom(section));
  const findings = problems.map(({ path, expected, used }) => budgetFinding(section, path, expected, used));
  return { layer: { budgets }, findings: [...strayAlerts, ...findings] };
}

/** Reads `breakers` likewise. */
export function readBreakers(section: SourceNode, { channels }: DeclaredNames): ConfigFileResult {
  const trips = itemsOf(section).flatMap((breaker) => nodeAt(breaker, ["on_trip"]) ?? []);
  const strayAlerts = removeStrays(namesAt(trips, "alert"), channels, "no channel in its place");
  const { breakers, problems } = parseBreakers(plainFrom(section));
  const findings = problems.map(({ path, expected, used }) => budgetFinding(section, path, expected, used));
  return { layer: { breakers }, findings: [...strayAlerts, ...findings] };
}

function budgetFinding(section: SourceNode, problemPath: Path, expected: string, used: string): Finding {
  const node = nearestNode(section, problemPath);
  const rest = problemPath.slice(node.path.length - section.path.length);
  const path = [...node.path, ...rest];
  const { keys } = schemaAt(FILE_SCHEMA, path.slice(0, -1));
  const lastKey = String(path.at(-1));
  if (keys.length > 0 && !keys.includes(lastKey)) {
    const meant = nearest(lastKey, keys) ?? `one of ${keys.join(", ")}`;
    return { ...node.keyPlace, key: pathText(path), value: "an unknown key", expected: meant, used };
  }
  const value = rest.length > 0 ? "nothing" : showValue(node.written ?? plainFrom(node));
  return { ...node.place, key: pathText(path), value, expected: node.failure ?? snakeCase(expected), used };
}

/** Reads `outcomes` likewise. */
export function readOutcomes(section: SourceNode, { channels }: DeclaredNames): ConfigFileResult {
  const limits = itemsOf(section).flatMap((outcome) => nodeAt(outcome, ["alert_above"]) ?? []);
  const strayAlerts = removeStrays(namesAt(limits, "alert"), channels, "no channel in its place");
  const { outcomes, problems } = parseOutcomes(plainFrom(section));
  const findings = problems.map(({ path, expected, used }) => budgetFinding(section, path, expected, used));
  return { layer: { outcomes }, findings: [...strayAlerts, ...findings] };
}

/** Names under a key: one, or a list of them. */
function namesAt(holders: readonly SourceNode[], key: string): readonly SourceNode[] {
  return holders.flatMap((holder) => {
    const node = nodeAt(holder, [key]);
    return Array.isArray(node?.content) ? node.content : (node ?? []);
  });
}

/** What refers to nothing goes nowhere, and nobody would know. */
function removeStrays(nodes: readonly SourceNode[], names: readonly string[], used: string): Finding[] {
  return nodes.flatMap((node) => {
    const { content } = node;
    if (typeof content !== "string" || names.includes(content)) return [];
    removeNode(node);
    const expected =
      nearest(content, names) ?? (names.length === 0 ? "one that is declared" : `one of ${names.join(", ")}`);
    const value = showValue(node.written ?? content);
    return [{ ...node.place, key: pathText(node.path), value, expected, used }];
  });
}

function itemsOf(node: SourceNode | undefined): readonly SourceNode[] {
  return Array.isArray(node?.content) ? node.content : [];
}

/** Reads price overrides as the pricing package does: those in the configuration, then those in a file of their own. */
export function readPricing(section: SourceNode | undefined, source: ConfigFileSource): ConfigFileResult {
  const inline = section && nodeAt(section, ["overrides"]);
  const fromFile = section && readPriceFile(nodeAt(section, ["file"]), source);
  const parts = [...(inline === undefined ? [] : [readOverrides(inline)]), ...(fromFile?.parts ?? [])];
  const overrides = parts.map((part) => part.overrides).reduce<PriceOverrides | undefined>(combine, undefined);
  const findings = [...parts.flatMap((part) => part.findings), ...(fromFile?.findings ?? [])];
  const refresh = section && nodeAt(section, ["refresh"]);
  const refreshed = refresh && refreshFrom(plainFrom(refresh), source.path);
  return { layer: { pricing: { overrides, file: fromFile?.path, refresh: refreshed } }, findings };
}

interface ReadOverrides {
  readonly overrides: PriceOverrides;
  readonly findings: readonly Finding[];
}

interface PriceFile {
  readonly path: string | undefined;
  readonly parts: readonly ReadOverrides[];
  readonly findings: readonly Finding[];
}

function readPriceFile(setting: SourceNode | undefined, source: ConfigFileSource): PriceFile {
  if (typeof setting?.content !== "string") return { path: undefined, parts: [], findings: [] };
  const file = setting.content;
  const path = resolve(dirname(source.path), file);
  try {
    const { root, problems } = parseSource(source.readFile(path), source.env);
    const notation = problems.map(({ place, path: at, value, expected }) => {
      return { file, ...place, key: pathText(at), value, expected, used: "the listed prices" };
    });
    const parts = root === undefined ? [] : [readOverrides(root)];
    const named = parts.map((part) => ({ ...part, findings: part.findings.map((finding) => ({ file, ...finding })) }));
    return { path, parts: named, findings: notation };
  } catch {
    const value = showValue(setting.written ?? file);
    const finding = { ...setting.place, key: pathText(setting.path), value, expected: "a file that can be read" };
    return { path, parts: [], findings: [{ ...finding, used: "the listed prices" }] };
  }
}

function readOverrides(section: SourceNode): ReadOverrides {
  const { overrides, problems } = parsePriceOverrides(plainFrom(section));
  const nodes = nodesByPriceKey(section);
  const findings = problems.map(({ key, value, expected }) => {
    const node = closest(nodes, key) ?? section;
    const path = [pathText(section.path), key].filter((part) => part !== "").join(".");
    const what = { value: node.written ?? value, expected: node.failure ?? expected, used: "the listed prices" };
    return { ...node.place, key: path, ...what };
  });
  return { overrides, findings };
}

/** The pricing package names places as text, in which a model may have dots: they are looked up, not taken apart. */
function nodesByPriceKey(section: SourceNode): ReadonlyMap<string, SourceNode> {
  const nodes = new Map<string, SourceNode>();
  const visit = (node: SourceNode, key: string): void => {
    nodes.set(key, node);
    for (const [index, item] of itemsOf(node).entries()) visit(item, `${key}[${index}]`);
    if (!(node.content instanceof Map)) return;
    for (const [name, child] of node.content) visit(child, key === "" ? name : `${key}.${name}`);
  };
  visit(section, "");
  return nodes;
}

function closest(nodes: ReadonlyMap<string, SourceNode>, key: string): SourceNode | undefined {
  let known = key;
  while (known !== "" && !nodes.has(known)) {
    known = known.slice(0, Math.max(0, known.lastIndexOf("."), known.lastIndexOf("[")));
  }
  return nodes.get(known);
}

/** The first rule that matches wins, so those of the first source come first. */
function combine(first: PriceOverrides | undefined, second: PriceOverrides): PriceOverrides {
  if (first === undefined) return second;
  return {
    aliases: [...first.aliases, ...second.aliases],
    models: [...first.models, ...second.models],
    tenants: [...first.tenants, ...second.tenants],
    calendars: { ...second.calendars, ...first.calendars },
    ...(second.currency === undefined ? {} : { currency: second.currency }),
    ...(first.currency === undefined ? {} : { currency: first.currency }),
  };
}
