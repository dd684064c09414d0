// SPDX-License-Identifier: Apache-2.0
import { randomUUID } from "node:crypto";
import { readFile, rename, rm, writeFile } from "node:fs/promises";

import type { PriceUpdate } from "@outlay/pricing";

const NEWLINE = 0x0a;

/**
 * Reads what {@link writeCopy} wrote. It is as trustworthy as the disk: verify it like a download.
 *
 * @returns `undefined` if there is no such file.
 */
export async function readCopy(path: string): Promise<PriceUpdate | undefined> {
  let file: Buffer<ArrayBuffer>;
  try {
    file = await readFile(path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw error;
  }
  const end = file.indexOf(NEWLINE);
  const signature = Buffer.from(file.subarray(0, Math.max(0, end)).toString("latin1"), "base64");
  return { signature, bytes: file.subarray(end + 1) };
}

/**
 * Keeps a table with its signature: one file, so that they cannot be torn apart, which is put into its place as a whole.
 * Whoever is killed before that leaves the file as it was.
 */
export async function writeCopy(path: string, { signature, bytes }: PriceUpdate): Promise<void> {
  const unfinished = `${path}.${randomUUID()}.tmp`;
  try {
    const line = `${Buffer.from(signature).toString("base64")}\n`;
    await writeFile(unfinished, Buffer.concat([Buffer.from(line), bytes]), { flush: true });
    await rename(unfinished, path);
  } catch (error) {
    await rm(unfinished, { force: true });
    throw error;
  }
}
