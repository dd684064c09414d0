// SPDX-License-Identifier: Apache-2.0
import { DELIVERED } from "./channel.ts";
import type { AlertChannel } from "./channel.ts";
import { summaryOf } from "./summary.ts";

/** Options of {@link createConsoleChannel}. */
export interface ConsoleChannelOptions {
  /** Writes one line, which comes without a line break: `(line) => process.stderr.write(line + "\n")`. */
  readonly write: (line: string) => void;
  /** Colours the line's first word by ANSI codes; whoever knows the terminal and `NO_COLOR` decides. @defaultValue `false` */
  readonly color?: boolean;
}

const COLORS = { info: "\u001B[36m", warning: "\u001B[33m", error: "\u001B[31m" } as const;
const RESET = "\u001B[39m";

/** Tells every alert in one readable line. */
export function createConsoleChannel({ write, color = false }: ConsoleChannelOptions): AlertChannel {
  return {
    name: "console",
    isAlways: true,
    deliver(event) {
      const label = `outlay ${event.severity}:`;
      write(`${color ? COLORS[event.severity] + label + RESET : label} ${summaryOf(event)}`);
      return DELIVERED;
    },
  };
}
