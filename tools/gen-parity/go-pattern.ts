// SPDX-License-Identifier: Apache-2.0

/** A regular expression as Go runs it, which cannot look ahead: what has to follow a match, or must not, is apart. */
export interface GoPattern {
  readonly match: string;
  readonly followedBy?: string;
  readonly notFollowedBy?: string;
}

const LOOKING_AHEAD = /^(?<match>.*)\(\?(?<sign>[=!])(?<next>[^()]*)\)$/;

/**
 * Takes a look ahead at the end of a pattern off.
 *
 * @throws {RangeError} If the pattern has flags, or looks around elsewhere.
 */
export function goPattern({ source, flags }: RegExp): GoPattern {
  const { match = source, sign, next = "" } = LOOKING_AHEAD.exec(source)?.groups ?? {};
  // JavaScript escapes slashes; Go refuses that.
  const spelled = match.replaceAll("\\/", "/");
  if (flags !== "" || /\(\?<?[=!]/.test(spelled)) throw new RangeError(`Go has no such pattern: /${source}/${flags}`);
  if (sign === undefined) return { match: spelled };
  return sign === "=" ? { match: spelled, followedBy: `^${next}` } : { match: spelled, notFollowedBy: `^${next}` };
}
