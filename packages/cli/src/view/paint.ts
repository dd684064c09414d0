// SPDX-License-Identifier: Apache-2.0
import { styleText } from "node:util";

const STYLES = {
  plain: [],
  faint: ["dim"],
  strong: ["bold"],
  name: ["cyan"],
  good: ["green"],
  warning: ["yellow"],
  bad: ["red"],
} as const;

/** What a piece of text is. */
export type Role = keyof typeof STYLES;

/** Puts text into the style of its role. */
export type Paint = (role: Role, text: string) => string;

/** The colouring of roles; leaves text alone when colours are off. */
export function painter(colors: boolean): Paint {
  return (role, text) => {
    const styles = STYLES[role];
    return colors && styles.length > 0 && text !== "" ? styleText([...styles], text, { validateStream: false }) : text;
  };
}
