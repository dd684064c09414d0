// SPDX-License-Identifier: Apache-2.0
/** How a trace is drawn. */
export interface RenderOptions {
  /** Width to stay within, in columns. @defaultValue 100 */
  readonly columns?: number;
  /** @defaultValue false */
  readonly colors?: boolean;
  /** Box-drawing characters and other signs beyond ASCII. @defaultValue true */
  readonly unicode?: boolean;
}

/** What is written to: `process.stderr` or anything like it. */
export interface OutputStream {
  write(text: string): unknown;
  readonly isTTY?: boolean | undefined;
  readonly columns?: number | undefined;
}

/** Width when there is no terminal to ask. */
export const DEFAULT_COLUMNS = 100;

type Env = Readonly<Record<string, string | undefined>>;

/**
 * Finds out what an output can show: colours on a terminal unless `NO_COLOR` is set, and plain ASCII where it is
 * known that nothing else is drawn (the Linux console, terminals called `dumb`, the old Windows one).
 *
 * @see https://no-color.org
 */
export function terminalOptions(
  stream: OutputStream,
  env: Env,
  platform: string = process.platform,
): Required<RenderOptions> {
  const isDumb = env["TERM"] === "dumb";
  const isModernWindows = env["WT_SESSION"] !== undefined || env["TERM_PROGRAM"] !== undefined;
  return {
    columns: stream.columns ?? DEFAULT_COLUMNS,
    colors: stream.isTTY === true && !isDumb && (env["NO_COLOR"] ?? "") === "",
    unicode: !isDumb && env["TERM"] !== "linux" && (platform !== "win32" || isModernWindows),
  };
}
