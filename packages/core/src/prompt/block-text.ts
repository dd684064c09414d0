// SPDX-License-Identifier: Apache-2.0
import type { PromptBlock, PromptBlockKind, PromptSection } from "./prompt-fingerprint.ts";

/** What a block's text says: neither its chain, which follows from those before, nor its breakpoint, which moves. */
export type WrittenBlock = Omit<PromptBlock, "chain" | "breakpoint">;

const SECTIONS: Readonly<Record<PromptSection, string>> = { tools: "t", system: "s", messages: "m" };
const KINDS: Readonly<Record<PromptBlockKind, string>> = {
  tool_definition: "d",
  instructions: "i",
  text: "t",
  reasoning: "r",
  tool_call: "c",
  tool_result: "a",
  image: "p",
  audio: "s",
  document: "f",
  other: "o",
};
const FLAGS = { isError: "e", timestamp: "t", uuid: "u" } as const;
const SEPARATOR = "|";

/** Writes a block in one line: `mc|/messages/3/content/1|assistant|read_file|96|hash|valueHash|flags|unorderedHash`. */
export function blockText(block: WrittenBlock): string {
  const { section, kind, pointer, role = "", toolName = "", bytes, hash } = block;
  const { valueHash = "", unorderedHash = "", isError, looksLike = [] } = block;
  const flags = (isError === true ? FLAGS.isError : "") + looksLike.map((what) => FLAGS[what]).join("");
  const names = [pointer, role, toolName].map(escapeText);
  const fields = [SECTIONS[section] + KINDS[kind], ...names, bytes, hash, valueHash, flags, unorderedHash];
  return fields.join(SEPARATOR).replace(/\|+$/, "");
}

/** Reads a line of {@link blockText}; `undefined` for anything else. */
export function blockFromText(line: string): WrittenBlock | undefined {
  const [what = "", ...fields] = line.split(SEPARATOR);
  const section = keyOf(SECTIONS, what.charAt(0));
  const kind = keyOf(KINDS, what.slice(1));
  const [pointer, role, toolName] = fields.slice(0, 3).map(unescapeText);
  const [count, hash, valueHash, flags = "", unorderedHash] = fields.slice(3);
  const bytes = byteCount(count);
  if (section === undefined || kind === undefined || pointer === undefined) return undefined;
  if (bytes === undefined || hash === undefined) return undefined;
  const looksLike = (["timestamp", "uuid"] as const).filter((one) => flags.includes(FLAGS[one]));
  return {
    section,
    kind,
    pointer,
    bytes,
    hash,
    ...known({ role, toolName, valueHash, unorderedHash }),
    ...(flags.includes(FLAGS.isError) && { isError: true }),
    ...(looksLike.length > 0 && { looksLike }),
  };
}

function known<Fields extends Record<string, string | undefined>>(fields: Fields): Partial<Fields> {
  const entries = Object.entries(fields).filter(([, value]) => value !== undefined && value !== "");
  return Object.fromEntries(entries) as Partial<Fields>;
}

function byteCount(text = ""): number | undefined {
  return /^\d{1,15}$/.test(text) ? Number(text) : undefined;
}

function keyOf<Key extends string>(table: Readonly<Record<Key, string>>, letter: string): Key | undefined {
  return (Object.keys(table) as Key[]).find((key) => table[key] === letter);
}

function escapeText(text: string): string {
  return text.replaceAll("%", "%25").replaceAll(SEPARATOR, "%7C");
}

function unescapeText(text: string): string {
  return text.replaceAll("%7C", SEPARATOR).replaceAll("%25", "%");
}
