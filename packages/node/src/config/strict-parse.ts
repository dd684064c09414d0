// SPDX-License-Identifier: Apache-2.0
import type * as z from "zod/mini";

import { nearest } from "./nearest.ts";
import { camelCase, pathText } from "./path.ts";
import type { Path } from "./path.ts";
import { describe, leftOut, showValue } from "./problem.ts";
import type { Finding } from "./problem.ts";
import { schemaAt } from "./setting.ts";
import type { SchemaPlace, SettingSchema } from "./setting.ts";
import { nearestNode, nodeAt, plainFrom, removeNode } from "./source-tree.ts";
import type { SourceNode } from "./source-tree.ts";

type Issue = z.core.$ZodIssue;

/**
 * Parses a tree against a schema until nothing is wrong with it: what is, is put down and taken out.
 *
 * A list item or table entry that cannot do without what was taken out goes with it; everything else stays.
 *
 * @param root - A map; changed by what is taken out.
 */
export function parseStrictly<Schema extends SettingSchema>(
  schema: Schema,
  root: SourceNode,
): { readonly settings: z.output<Schema>; readonly findings: readonly Finding[] } {
  const cleaner = new Cleaner(schema, root);
  for (;;) {
    const result = schema.safeParse(plainFrom(root));
    if (result.success) return { settings: result.data, findings: [...cleaner.findings.values()] };
    cleaner.remove(result.error.issues);
  }
}

/** Something wrong, with the nodes that it is about: paths of issues change as list items are taken out. */
interface Fault {
  readonly parent: SourceNode;
  /** Absent: a key that must be there and is not. */
  readonly node: SourceNode | undefined;
  /** In the file. */
  readonly path: Path;
  readonly issue: Issue;
  readonly schemaPlace: SchemaPlace;
}

class Cleaner {
  /** By path in the file: what goes because of a fault adds to it and is not told twice. */
  readonly findings = new Map<string, Finding>();
  readonly #schema: SettingSchema;
  readonly #root: SourceNode;

  constructor(schema: SettingSchema, root: SourceNode) {
    this.#schema = schema;
    this.#root = root;
  }

  /** Takes out what issues are about: at least one value, or a value's type. */
  remove(issues: readonly Issue[]): void {
    const faults = issues.flatMap((issue) => flatten(issue)).flatMap((issue) => this.#faultsOf(issue));
    // What is there first: a key that is missing may be missing because of it.
    for (const fault of faults) if (fault.node !== undefined) this.#removeOne(fault, fault.node);
    for (const fault of faults) if (fault.node === undefined) this.#removeAround(fault);
  }

  #faultsOf(issue: Issue): Fault[] {
    const unknown = issue.code === "unrecognized_keys" ? issue.keys : undefined;
    const paths = unknown?.map((key) => [...issue.path, key]) ?? [issue.path];
    const schemaPlace = schemaAt(this.#schema, issue.path);
    return paths.map((path) => {
      const steps = path as (string | number)[];
      const node = nodeAt(this.#root, steps);
      const parent = node?.parent ?? nearestNode(this.#root, steps.slice(0, -1));
      return { parent, node, path: node?.path ?? [...parent.path, ...steps.slice(-1)], issue, schemaPlace };
    });
  }

  #removeOne(fault: Fault, node: SourceNode): void {
    const { issue, path } = fault;
    if (isUnquotedText(issue, node)) {
      node.content = node.text;
    } else {
      this.findings.set(pathText(path), findingOf(fault, node));
      removeNode(node);
    }
  }

  /** Takes out what lacks a key that it must have, whether the key was never there or was just taken out. */
  #removeAround({ parent, path, schemaPlace }: Fault): void {
    const key = pathText(path);
    const around = pathText(parent.path);
    const inside = [...this.findings].filter(([other]) => [".", "["].some((sign) => other.startsWith(around + sign)));
    const expected = schemaPlace.about?.expected ?? "a value";
    const known = inside.length > 0 ? inside : [[key, { ...parent.place, key, value: "nothing", expected }] as const];
    for (const [name, finding] of known) this.findings.set(name, { ...finding, used: leftOut(parent.path) });
    removeNode(parent);
  }
}

/** Tells a number or switch where text is wanted: an id that a variable holds, written without quotes. */
function isUnquotedText(issue: Issue, node: SourceNode): node is SourceNode & { readonly text: string } {
  const wantsText = issue.code === "invalid_type" && issue.expected === "string";
  return wantsText && typeof node.content !== "string" && node.text !== undefined;
}

function findingOf(fault: Fault, node: SourceNode): Finding {
  const { path, issue, schemaPlace } = fault;
  if (issue.code === "unrecognized_keys" || issue.code === "invalid_key") return keyFinding(fault, node);
  const { about, secret, entry } = schemaPlace;
  const value = showValue(node.written ?? plainFrom(node), secret);
  const expected = node.failure ?? about?.expected ?? "another value";
  const finding = { ...node.place, key: pathText(path), value, expected };
  if (entry === undefined) return { ...finding, secret, setting: path.map((step) => camelCase(String(step))) };
  if (entry === path.length) return { ...finding, used: leftOut(path) };
  return { ...finding, used: describe(about?.default) };
}

function keyFinding({ path, issue, schemaPlace }: Fault, node: SourceNode): Finding {
  const place = { ...node.keyPlace, key: pathText(path) };
  if (issue.code === "invalid_key") {
    const expected = schemaPlace.nameAbout?.expected ?? "another name";
    return { ...place, value: "this name", expected, used: leftOut(path) };
  }
  const others = schemaPlace.keys.filter((known) => known !== path.at(-1));
  const expected = nearest(String(path.at(-1)), others) ?? `one of ${others.join(", ")}`;
  return { ...place, value: "an unknown key", expected, used: "nothing, the key is ignored" };
}

/** Replaces the issue of a union by those of the branch that was meant. */
function flatten(issue: Issue): Issue[] {
  if (issue.code !== "invalid_union") return [issue];
  const branches = issue.errors.filter((branch) => !branch.some((inner) => isOfWrongKind(inner)));
  const [meant] = branches.toSorted((one, other) => weight(one) - weight(other));
  if (meant === undefined) return [issue];
  return meant.flatMap((inner) => flatten({ ...inner, path: [...issue.path, ...inner.path] }));
}

function isOfWrongKind(issue: Issue): boolean {
  return issue.path.length === 0 && issue.code !== "unrecognized_keys";
}

/** How far a branch is from fitting: keys that it does not know count more than values that it does not like. */
function weight(branch: readonly Issue[]): number {
  return branch.reduce((sum, issue) => sum + (issue.code === "unrecognized_keys" ? issue.keys.length * 100 : 1), 0);
}
