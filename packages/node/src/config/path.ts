// SPDX-License-Identifier: Apache-2.0

/** Keys and positions from the root of a file or a configuration. */
export type Path = readonly (string | number)[];

/** Writes a path as people do: `budgets[0].limit.usd`, `match["team.id"]`. */
export function pathText(path: Path): string {
  return path.map((key, index) => stepText(key, index === 0)).join("");
}

function stepText(key: string | number, isFirst: boolean): string {
  if (typeof key === "number") return `[${key}]`;
  if (!/^[\w-]+$/.test(key)) return `[${JSON.stringify(key.slice(0, 64))}]`;
  return isFirst ? key : `.${key}`;
}

/** Follows a path into plain objects and arrays; `undefined` where it leads nowhere. */
export function valueAt(root: unknown, path: Path): unknown {
  return path.reduce<unknown>((value, key) => {
    const isOpen = typeof value === "object" && value !== null && Object.hasOwn(value, key);
    return isOpen ? (value as Record<string | number, unknown>)[key] : undefined;
  }, root);
}

/** Turns a key of the file into a key of the configuration: `max_length` into `maxLength`. */
export function camelCase(key: string): string {
  return key.replaceAll(/_([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());
}

/** Turns keys of the configuration, alone or inside a sentence, into keys of the file: `groupBy` into `group_by`. */
export function snakeCase(text: string): string {
  return text.replaceAll(/\b[a-z]+(?:[A-Z][a-z0-9]*)+\b/g, (word) => {
    return word.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
  });
}
