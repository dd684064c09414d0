// SPDX-License-Identifier: Apache-2.0
import { styleText } from "node:util";

/** Roles of text in a drawn trace. */
export type Role = keyof typeof STYLES;

const STYLES = {
  plain: [],
  faint: ["dim"],
  strong: ["bold"],
  call: ["cyan"],
  cached: ["green"],
  written: ["yellow"],
  output: ["magenta"],
  saved: ["green"],
  warning: ["yellow"],
  error: ["red"],
} as const;

/** Puts text into the style of its role. */
export type Paint = (role: Role, text: string) => string;

/** The colouring of roles; leaves text alone when colours are off. */
export function painter(colors: boolean): Paint {
  if (!colors) return (_, text) => text;
  return (role, text) =>
    text === "" || STYLES[role].length === 0 ? text : styleText([...STYLES[role]], text, { validateStream: false });
}
