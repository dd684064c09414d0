// SPDX-License-Identifier: Apache-2.0

/** Bodies above this many bytes or characters are not read: decoding them would take the program's time. */
export const MAX_BODY_LENGTH = 16 * 1024 * 1024;

/** What a body says, text or bytes; `undefined` where it is not JSON, or too long to be read. Never touches the body. */
export function parsedBody(body: unknown): unknown {
  try {
    if (typeof body === "string") return body.length > MAX_BODY_LENGTH ? undefined : JSON.parse(body);
    if (!(body instanceof Uint8Array) || body.byteLength > MAX_BODY_LENGTH) return undefined;
    return JSON.parse(new TextDecoder().decode(body));
  } catch {
    return undefined;
  }
}
