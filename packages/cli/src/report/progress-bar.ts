// SPDX-License-Identifier: Apache-2.0
import type { CommandIo } from "../command-io.ts";

const REDRAW_MS = 100;
const WIDTH = 24;
const CLEAR_LINE = "\r\u001b[K";
const UNITS = ["B", "kB", "MB", "GB", "TB"] as const;
const STEP = 1_000;

/** How far reading has come, on a terminal's last line of stderr; nothing anywhere else. */
export class ProgressBar {
  readonly #io: Pick<CommandIo, "stderr" | "nowMs" | "isTerminal">;
  /** Absent where nobody knows how much there is. */
  readonly #totalBytes: number | undefined;
  readonly #startMs: number;
  #bytes = 0;
  #drawnMs: number;

  constructor(io: Pick<CommandIo, "stderr" | "nowMs" | "isTerminal">, totalBytes: number | undefined) {
    this.#io = io;
    this.#totalBytes = totalBytes;
    this.#startMs = io.nowMs();
    this.#drawnMs = this.#startMs;
  }

  add(bytes: number): void {
    this.#bytes += bytes;
    if (!this.#io.isTerminal) return;
    const nowMs = this.#io.nowMs();
    if (nowMs - this.#drawnMs < REDRAW_MS) return;
    this.#drawnMs = nowMs;
    this.#io.stderr(CLEAR_LINE + this.#line(nowMs - this.#startMs));
  }

  /** Takes the bar away. */
  end(): void {
    if (this.#io.isTerminal && this.#drawnMs > this.#startMs) this.#io.stderr(CLEAR_LINE);
  }

  #line(elapsedMs: number): string {
    const bytesPerMs = this.#bytes / elapsedMs;
    const rate = `${formatBytes(bytesPerMs * 1_000)}/s`;
    if (this.#totalBytes === undefined) return `${formatBytes(this.#bytes)}  ${rate}`;
    const share = Math.min(1, this.#bytes / Math.max(1, this.#totalBytes));
    const filled = Math.round(share * WIDTH);
    const left = Math.max(0, Math.round((this.#totalBytes - this.#bytes) / bytesPerMs / 1_000));
    const bar = "█".repeat(filled) + "░".repeat(WIDTH - filled);
    return `${bar} ${Math.floor(share * 100)} %  ${formatBytes(this.#bytes)} of ${formatBytes(this.#totalBytes)}  ${rate}  ${left} s left`;
  }
}

function formatBytes(bytes: number): string {
  let [value, unit] = [bytes, 0];
  while (value >= STEP && unit < UNITS.length - 1) [value, unit] = [value / STEP, unit + 1];
  return `${value >= 100 || unit === 0 ? Math.round(value) : value.toFixed(1)} ${UNITS[unit] ?? ""}`;
}
