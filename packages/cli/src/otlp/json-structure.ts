// SPDX-License-Identifier: Apache-2.0
import type { DamageReason } from "./span-sink.ts";

/** An object or array that has been entered and not left. */
export interface Container {
  readonly role: string;
  readonly isArray: boolean;
}

/** What {@link JsonStructure} asks and tells. */
export interface StructureOptions {
  /** Lines that were read before. */
  readonly line: number;
  /** More bytes of one text or value are given up. */
  readonly maxHeldBytes: number;
  /** Names what a value is, by what it is in and under which key. At the top the key is `[]` for an array. */
  readonly roleOf: (around: Container | undefined, key: string | undefined) => string;
  /** Whether a value of that role is wanted as text, in one piece. */
  readonly isWhole: (role: string) => boolean;
  readonly whole: (role: string, text: string, line: number) => void;
  /** A value at the top has ended. */
  readonly ended: (line: number) => void;
  readonly damage: (line: number, reason: DamageReason) => void;
}

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const NEWLINE = 0x0a;
const [OPEN_OBJECT, CLOSE_OBJECT, OPEN_ARRAY, CLOSE_ARRAY, COLON] = [0x7b, 0x7d, 0x5b, 0x5d, 0x3a];
/** Longer than any key that is asked for. */
const LONGEST_KEY = 32;

/**
 * Follows the brackets of a stream of JSON values and cuts out those that are wanted. Checks no more than that brackets
 * match; what is inside of a wanted value is for its parser to refuse. Goes on at the next line after what is broken.
 */
export class JsonStructure {
  readonly #options: StructureOptions;
  #held: Buffer = Buffer.alloc(0);
  /** Where reading goes on in what is held. */
  #position = 0;
  #line: number;
  #containers: Container[] = [];
  #lastText: string | undefined;
  #key: string | undefined;
  /** Where the wanted value that is being read began, how deep, and in which line. */
  #wanted: { readonly role: string; start: number; readonly depth: number; readonly line: number } | undefined;
  #isSkippingLine = false;

  constructor(options: StructureOptions) {
    this.#options = options;
    this.#line = options.line + 1;
  }

  /** The line that is being read, counted from 1. */
  get line(): number {
    return this.#line;
  }

  push(bytes: Buffer): void {
    this.#held = this.#held.length === 0 ? bytes : Buffer.concat([this.#held, bytes]);
    while (this.#position < this.#held.length && this.#step()) {
      // Each step moves the position on.
    }
    this.#forget();
    if (this.#held.length <= this.#options.maxHeldBytes) return;
    this.#giveUp("too_large");
    this.#skipLine();
    this.#forget();
  }

  end(): void {
    const isInside = this.#containers.length > 0 || this.#position < this.#held.length;
    if (isInside && !this.#isSkippingLine) this.#options.damage(this.#line, "cut_off");
  }

  /** @returns `false` if the rest of a text has not been read yet. */
  #step(): boolean {
    if (this.#isSkippingLine) return this.#skipLine();
    const byte = this.#held[this.#position];
    if (byte === QUOTE) return this.#readText();
    if (byte === NEWLINE) this.#line += 1;
    else if (byte === OPEN_OBJECT || byte === OPEN_ARRAY) this.#enter(byte === OPEN_ARRAY);
    else if (byte === CLOSE_OBJECT || byte === CLOSE_ARRAY) this.#leave(byte === CLOSE_ARRAY);
    else if (byte === COLON) this.#key = this.#lastText;
    else if (this.#containers.length === 0 && byte !== undefined && !isBetweenValues(byte)) {
      this.#giveUp("not_otlp");
      return true;
    }
    this.#position += 1;
    return true;
  }

  #readText(): boolean {
    const start = this.#position + 1;
    let end = this.#held.indexOf(QUOTE, start);
    while (end !== -1 && this.#isEscaped(start, end)) end = this.#held.indexOf(QUOTE, end + 1);
    if (end === -1) return false;
    const isKeyLike = this.#wanted === undefined && end - start <= LONGEST_KEY;
    this.#lastText = isKeyLike ? this.#held.toString("latin1", start, end) : undefined;
    this.#position = end + 1;
    return true;
  }

  #isEscaped(start: number, end: number): boolean {
    let slashes = 0;
    while (end - slashes - 1 >= start && this.#held[end - slashes - 1] === BACKSLASH) slashes += 1;
    return slashes % 2 === 1;
  }

  #enter(isArray: boolean): void {
    const around = this.#containers.at(-1);
    const key = around === undefined ? (isArray ? "[]" : undefined) : this.#key;
    const role = this.#wanted === undefined ? this.#options.roleOf(around, key) : "";
    this.#key = undefined;
    if (this.#wanted === undefined && !isArray && this.#options.isWhole(role)) {
      this.#wanted = { role, start: this.#position, depth: this.#containers.length, line: this.#line };
    }
    this.#containers.push({ role, isArray });
  }

  #leave(isArray: boolean): void {
    const left = this.#containers.pop();
    if (left?.isArray !== isArray) {
      this.#giveUp("not_otlp");
      return;
    }
    if (this.#containers.length === 0) this.#options.ended(this.#line);
    const wanted = this.#wanted;
    if (wanted === undefined || wanted.depth !== this.#containers.length) return;
    this.#wanted = undefined;
    this.#options.whole(wanted.role, this.#held.toString("utf8", wanted.start, this.#position + 1), wanted.line);
  }

  #giveUp(reason: DamageReason): void {
    this.#options.damage(this.#line, reason);
    this.#containers = [];
    this.#wanted = undefined;
    this.#key = undefined;
    this.#isSkippingLine = true;
  }

  #skipLine(): boolean {
    const end = this.#held.indexOf(NEWLINE, this.#position);
    this.#isSkippingLine = end === -1;
    if (end !== -1) this.#line += 1;
    this.#position = end === -1 ? this.#held.length : end + 1;
    return true;
  }

  /** Lets go of what has been read, up to the wanted value that has begun. */
  #forget(): void {
    const kept = this.#wanted?.start ?? this.#position;
    this.#held = this.#held.subarray(kept);
    this.#position -= kept;
    if (this.#wanted !== undefined) this.#wanted.start = 0;
  }
}

function isBetweenValues(byte: number): boolean {
  return byte <= 0x20 || byte === 0x2c;
}
