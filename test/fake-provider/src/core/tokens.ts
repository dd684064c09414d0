// SPDX-License-Identifier: Apache-2.0

/** UTF-8 bytes that make one token here. A stated approximation: deterministic, and near enough to English. */
export const BYTES_PER_TOKEN = 4;

/** Tokens of an image, document or audio clip, whatever its size. */
export const MEDIA_TOKENS = 1000;

/** Tokens of a text: its UTF-8 bytes by four, rounded up. */
export function countTokens(text: string): number {
  return Math.ceil(Buffer.byteLength(text, "utf8") / BYTES_PER_TOKEN);
}

/** Cuts a text so that it is at most `limit` tokens, never inside a character. */
export function truncateToTokens(text: string, limit: number): string {
  if (countTokens(text) <= limit) return text;
  const bytes = Buffer.from(text, "utf8").subarray(0, limit * BYTES_PER_TOKEN);
  return bytes.toString("utf8").replace(/\uFFFD+$/, "");
}

/** Cuts a text into at most `pieces` parts of nearly equal length, never inside a character. */
export function splitText(text: string, pieces: number): string[] {
  const characters = Array.from(text);
  const count = Math.max(1, Math.min(pieces, characters.length));
  return Array.from({ length: count }, (_, index) =>
    characters
      .slice(Math.floor((index * characters.length) / count), Math.floor(((index + 1) * characters.length) / count))
      .join(""),
  );
}
