// SPDX-License-Identifier: Apache-2.0
import { gunzipSync, inflateSync } from "node:zlib";

import { MESSAGES } from "./otlp-schema.ts";

/** The three kinds of telemetry. */
export type Signal = "traces" | "metrics" | "logs";

/** The two encodings of OTLP/HTTP. */
export type Encoding = "json" | "protobuf";

/** Decoders by `content-encoding`. */
const DECOMPRESSORS: Readonly<Record<string, (bytes: Buffer) => Buffer>> = {
  identity: (bytes) => bytes,
  gzip: (bytes) => gunzipSync(bytes),
  deflate: (bytes) => inflateSync(bytes),
};

/** The encoding a content type names, or undefined. */
export function encodingOf(contentType: string | undefined): Encoding | undefined {
  if (contentType?.startsWith("application/json")) return "json";
  return contentType?.startsWith("application/x-protobuf") ? "protobuf" : undefined;
}

/**
 * Undoes the compression of a body.
 *
 * @throws {TypeError} For a compression OTLP/HTTP does not have.
 */
export function decompress(bytes: Buffer, contentEncoding = "identity"): Buffer {
  const decompressor = DECOMPRESSORS[contentEncoding];
  if (!decompressor) throw new TypeError(`content-encoding: expected gzip or deflate, got ${contentEncoding}`);
  return decompressor(bytes);
}

/** Reads a body into the JSON form of OTLP. Protobuf bytes stay binary, longs become strings. */
export function decode(signal: Signal, encoding: Encoding, bytes: Buffer): object {
  if (encoding === "json") return JSON.parse(bytes.toString("utf8")) as object;
  const type = MESSAGES[signal];
  return type.toObject(type.decode(bytes), { longs: String });
}

/** The answer to an export that was accepted, wholly or in part. */
export function encodeResponse(encoding: Encoding, rejected: number, message: string): Uint8Array {
  const partial = rejected === 0 && message === "" ? {} : { partialSuccess: { rejected, errorMessage: message } };
  if (encoding === "protobuf") return MESSAGES.response.encode(MESSAGES.response.fromObject(partial)).finish();
  return Buffer.from(JSON.stringify(partial));
}
