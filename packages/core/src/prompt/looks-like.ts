// SPDX-License-Identifier: Apache-2.0

/** What is looked at of a longer block. */
const HEAD_LENGTH = 768;
const TAIL_LENGTH = 256;

const UUID = /^[\da-f]{8}-[\da-f]{4}-[\da-f]{4}-[\da-f]{4}-[\da-f]{12}$/i;
const UUID_LENGTH = 36;
/** Where the first dash of a UUID is. */
const UUID_DASH = 8;

/** A date right before the time of day: ISO 8601, as `Date` prints it, as local formats have it. */
const DATE_BEFORE_TIME =
  /(?:\d{4}-\d\d-\d\d[T ]|[A-Z][a-z]{2} \d{1,2},? \d{4},? (?:at )?|\d{1,2} [A-Z][a-z]{2} \d{4} |\d{1,2}[/.]\d{1,2}[/.]\d{2,4},? )\d{0,2}$/;
const MAX_DATE_LENGTH = 24;
/** Seconds or milliseconds since 1970, of 2017 to 2033. */
const EPOCH = /1[5-9]\d{8}(?:\d{3})?(?!\d)/g;

/**
 * What stands in a block, at its beginning or its end, that tends to differ with every call: a UUID, or a moment with
 * its time of day. A date alone is neither: it is the same with the next call.
 */
export function looksLike(text: string): readonly ("timestamp" | "uuid")[] | undefined {
  const seen =
    text.length <= HEAD_LENGTH + TAIL_LENGTH ? text : `${text.slice(0, HEAD_LENGTH)} ${text.slice(-TAIL_LENGTH)}`;
  const found: ("timestamp" | "uuid")[] = [];
  if (hasTime(seen) || hasEpoch(seen)) found.push("timestamp");
  if (hasUuid(seen)) found.push("uuid");
  return found.length > 0 ? found : undefined;
}

/** Looks behind each colon between digits: a search for the dates themselves takes ten times as long. */
function hasTime(text: string): boolean {
  for (let colon = text.indexOf(":"); colon !== -1; colon = text.indexOf(":", colon + 1)) {
    const isTime = isDigit(text, colon - 1) && isDigit(text, colon + 1) && isDigit(text, colon + 2);
    if (isTime && DATE_BEFORE_TIME.test(text.slice(Math.max(0, colon - MAX_DATE_LENGTH), colon))) return true;
  }
  return false;
}

function hasEpoch(text: string): boolean {
  EPOCH.lastIndex = 0;
  for (let match = EPOCH.exec(text); match !== null; match = EPOCH.exec(text)) {
    if (!isDigit(text, match.index - 1)) return true;
  }
  return false;
}

function hasUuid(text: string): boolean {
  for (let dash = text.indexOf("-", UUID_DASH); dash !== -1; dash = text.indexOf("-", dash + 1)) {
    if (text[dash + 5] !== "-") continue;
    if (UUID.test(text.slice(dash - UUID_DASH, dash - UUID_DASH + UUID_LENGTH))) return true;
  }
  return false;
}

function isDigit(text: string, index: number): boolean {
  const code = text.charCodeAt(index);
  return code >= 48 && code <= 57;
}
