// SPDX-License-Identifier: Apache-2.0
import { LineCounter, isAlias, isMap, isScalar, isSeq, parseDocument } from "yaml";
import type { Alias, Document, Scalar, YAMLMap } from "yaml";

import type { Environment } from "./env-layer.ts";
import type { Path } from "./path.ts";
import { substitute } from "./substitute.ts";

/** Where something stands in a file; both count from 1. */
export interface Place {
  readonly line: number;
  readonly column: number;
}

/** A value of a file that remembers where it came from, also when its neighbours are taken away. */
export interface SourceNode {
  /** As in the file that was read. */
  readonly path: Path;
  /** The list or map around it; absent at the root. */
  readonly parent: SourceNode | undefined;
  readonly place: Place;
  /** Of the key, or of the value where there is none. */
  readonly keyPlace: Place;
  content: SourceContent;
  /** What a scalar with something out of the environment looks like in the file. */
  written?: string;
  /** Characters of a scalar without quotes, whatever they were taken for. */
  text?: string;
  /** What would have been right, when the value could not even be made. Its content is then `null`. */
  failure?: string;
}

/** Collections are walked by key or index; everything else is a plain value. */
type SourceContent = Map<string, SourceNode> | SourceNode[] | string | number | boolean | null;

/** What is wrong with the notation rather than with a setting. */
interface NotationProblem {
  readonly path: Path;
  readonly place: Place;
  readonly value: string;
  readonly expected: string;
  readonly used: string;
}

/** A file as a tree, or `undefined` when it is not YAML at all. */
export interface SourceTree {
  readonly root: SourceNode | undefined;
  readonly problems: readonly NotationProblem[];
}

/** More values than any configuration has; keeps a file of aliases to aliases from filling the memory. */
const MAX_NODES = 50_000;
const MAX_DEPTH = 64;

/** Reads YAML 1.2 (and so JSON), with the environment put into its scalars. Keys without a value are left out. */
export function parseSource(text: string, env: Environment): SourceTree {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, uniqueKeys: false, prettyErrors: false });
  const [error] = document.errors;
  if (error !== undefined) {
    const place = placeAt(lines, error.pos[0]);
    const value = `text that is not YAML (${firstWords(error.message)})`;
    // `{ key: ${NAME} }` is the slip that everybody makes: a brace ends a plain value there.
    const isReference = text.startsWith("${", error.pos[0] - 1);
    const expected = isReference ? 'quotes around "${…}" inside braces and brackets' : "a YAML file";
    return { root: undefined, problems: [{ path: [], place, value, expected, used: "the defaults" }] };
  }
  const reader = new SourceReader(document, lines, env);
  const root = reader.read(document.contents, []);
  const tags = document.warnings.map(({ pos }) => {
    const place = placeAt(lines, pos[0]);
    return { path: [], place, value: "a tag", expected: "values without tags", used: "the value as if it had none" };
  });
  return { root, problems: [...tags, ...reader.problems] };
}

class SourceReader {
  readonly problems: NotationProblem[] = [];
  readonly #document: Document.Parsed;
  readonly #lines: LineCounter;
  readonly #env: Environment;
  #count = 0;

  constructor(document: Document.Parsed, lines: LineCounter, env: Environment) {
    this.#document = document;
    this.#lines = lines;
    this.#env = env;
  }

  read(node: unknown, path: Path, parent?: SourceNode, keyPlace?: Place): SourceNode {
    const place = this.#placeOf(node) ?? keyPlace ?? parent?.place ?? { line: 1, column: 1 };
    const into: SourceNode = { path, parent, place, keyPlace: keyPlace ?? place, content: null };
    if (++this.#count > MAX_NODES || path.length > MAX_DEPTH) {
      into.failure = `at most ${MAX_NODES} values, ${MAX_DEPTH} deep`;
    } else if (isScalar(node)) {
      this.#readScalar(node, into);
    } else if (isSeq(node)) {
      into.content = node.items.map((item, index) => this.read(item, [...path, index], into));
    } else if (isMap(node)) {
      into.content = this.#readMap(node, into);
    } else if (isAlias(node)) {
      return this.#readAlias(node, into);
    }
    return into;
  }

  #readAlias(node: Alias, into: SourceNode): SourceNode {
    const target = node.resolve(this.#document);
    if (target !== undefined) return this.read(target, into.path, into.parent, into.keyPlace);
    into.written = `*${node.source}`;
    into.failure = `an anchor &${node.source} before it`;
    return into;
  }

  #readMap(node: YAMLMap, into: SourceNode): Map<string, SourceNode> {
    const entries = new Map<string, SourceNode>();
    for (const { key, value } of node.items) {
      const place = this.#placeOf(key) ?? into.place;
      const name = isScalar(key) ? (key.source ?? String(key.value)) : "";
      const entry = this.read(value, [...into.path, name], into, place);
      if (!isScalar(key)) this.#report(into.path, place, "a key that is no name", "a name", "nothing in its place");
      else if (entries.has(name)) this.#report(entry.path, place, "this key again", "each key once", "the first one");
      else if (entry.content !== null || entry.failure !== undefined) entries.set(name, entry);
    }
    return entries;
  }

  #readScalar(node: Scalar, into: SourceNode): void {
    const isPlain = node.type === "PLAIN";
    const source = node.source ?? String(node.value);
    const substitution = substitute(typeof node.value === "string" ? node.value : source, this.#env);
    if (substitution.status !== "unchanged") into.written = source;
    if (substitution.status === "failed") {
      into.failure = substitution.expected;
      return;
    }
    const text = substitution.status === "substituted" ? substitution.text : source;
    if (isPlain) into.text = text;
    if (substitution.status === "unchanged") into.content = plainValue(node.value);
    else into.content = isPlain ? this.#resolve(text) : text;
  }

  /** Types of a scalar are decided after substitution; a text that looks like a collection stays a text. */
  #resolve(text: string): string | number | boolean | null {
    for (const tag of this.#document.schema.tags) {
      if (!("test" in tag) || tag.collection !== undefined || !tag.test?.test(text)) continue;
      const value: unknown = tag.resolve(text, () => undefined, {});
      return plainValue(isScalar(value) ? value.value : value);
    }
    return text;
  }

  #report(path: Path, place: Place, value: string, expected: string, used: string): void {
    this.problems.push({ path, place, value, expected, used });
  }

  #placeOf(node: unknown): Place | undefined {
    const range = (node as { range?: [number, number, number] | null } | null)?.range;
    return range ? placeAt(this.#lines, range[0]) : undefined;
  }
}

/** The value without its places. */
export function plainFrom({ content }: SourceNode): unknown {
  if (Array.isArray(content)) return content.map((item) => plainFrom(item));
  if (!(content instanceof Map)) return content;
  return Object.fromEntries([...content].map(([key, value]) => [key, plainFrom(value)]));
}

/** Follows a path through the tree as it is now. */
export function nodeAt(root: SourceNode, path: Path): SourceNode | undefined {
  return path.reduce<SourceNode | undefined>((node, key) => childOf(node, key), root);
}

/** Follows a path as far as it goes. */
export function nearestNode(root: SourceNode, path: Path): SourceNode {
  let node = root;
  for (const key of path) {
    const next = childOf(node, key);
    if (next === undefined) break;
    node = next;
  }
  return node;
}

function childOf(node: SourceNode | undefined, key: string | number): SourceNode | undefined {
  if (Array.isArray(node?.content)) return typeof key === "number" ? node.content[key] : undefined;
  return node?.content instanceof Map ? node.content.get(String(key)) : undefined;
}

/** Takes a value out of the list or map that it is in, if it still is. */
export function removeNode(node: SourceNode): void {
  const around = node.parent?.content;
  if (Array.isArray(around) && around.includes(node)) around.splice(around.indexOf(node), 1);
  else if (around instanceof Map) around.delete(String(node.path.at(-1)));
}

function plainValue(value: unknown): string | number | boolean | null {
  if (typeof value === "string" || typeof value === "number" || typeof value === "boolean") return value;
  return null;
}

function placeAt(lines: LineCounter, offset: number): Place {
  const { line, col } = lines.linePos(offset);
  return { line: Math.max(1, line), column: Math.max(1, col) };
}

/** What follows a colon is an excerpt of the file, which may hold a key. */
function firstWords(message: string): string {
  return (message.split(":")[0] ?? "").toLowerCase();
}
