// SPDX-License-Identifier: Apache-2.0

/** Slots of one generation when it is full-grown: 16 MB. */
const MAX_SLOTS = 2 ** 21;
const FIRST_SLOTS = 2 ** 12;

/**
 * Knows which spans were read already, of a file that is given twice or a batch that was sent again: of the last million at
 * least, in at most 32 MB, by 64 bits of a hash of their ids.
 */
export class SeenSpans {
  #young: Generation = newGeneration(FIRST_SLOTS);
  #old: Generation | undefined;

  /** @returns Whether the span is new; it is known from now on. */
  add(traceId: string, spanId: string): boolean {
    const low = hash(spanId, hash(traceId, 0x81_1c_9d_c5));
    const high = mixed(low ^ hash(spanId, 0x9e_37_79_b9)) | 1;
    if (find(this.#young, low, high).isKnown) return false;
    if (this.#old !== undefined && find(this.#old, low, high).isKnown) return false;
    this.#makeRoom();
    put(this.#young, low, high);
    return true;
  }

  /** Half full is full. */
  #makeRoom(): void {
    const { slots, count } = this.#young;
    if (count * 2 < slots) return;
    if (slots >= MAX_SLOTS) {
      this.#old = this.#young;
      this.#young = newGeneration(FIRST_SLOTS);
      return;
    }
    const grown = newGeneration(slots * 2);
    for (let slot = 0; slot < slots; slot += 1) {
      const high = this.#young.table[slot * 2 + 1] ?? 0;
      if (high !== 0) put(grown, this.#young.table[slot * 2] ?? 0, high);
    }
    this.#young = grown;
  }
}

interface Generation {
  readonly slots: number;
  /** Two halves of a hash for each slot; the second is never zero where there is one. */
  readonly table: Uint32Array;
  count: number;
}

function newGeneration(slots: number): Generation {
  return { slots, table: new Uint32Array(slots * 2), count: 0 };
}

function find({ slots, table }: Generation, low: number, high: number): { slot: number; isKnown: boolean } {
  let slot = (low >>> 0) % slots;
  for (;;) {
    const there = table[slot * 2 + 1];
    if (there === 0) return { slot, isKnown: false };
    if (there === high >>> 0 && table[slot * 2] === low >>> 0) return { slot, isKnown: true };
    slot = (slot + 1) % slots;
  }
}

function put(generation: Generation, low: number, high: number): void {
  const { slot } = find(generation, low, high);
  generation.table[slot * 2] = low;
  generation.table[slot * 2 + 1] = high;
  generation.count += 1;
}

/** FNV-1a. */
function hash(text: string, seed: number): number {
  let value = seed;
  for (let index = 0; index < text.length; index += 1) value = Math.imul(value ^ text.charCodeAt(index), 0x01_00_01_93);
  return mixed(value);
}

/** MurmurHash3's last step, so that numbers that are counted up spread. */
function mixed(hashed: number): number {
  let value = Math.imul(hashed ^ (hashed >>> 16), 0x85_eb_ca_6b);
  value = Math.imul(value ^ (value >>> 13), 0xc2_b2_ae_35);
  return value ^ (value >>> 16);
}
