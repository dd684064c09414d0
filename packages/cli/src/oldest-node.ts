// SPDX-License-Identifier: Apache-2.0

/** The oldest Node that Outlay runs on. */
export const OLDEST_NODE = "22.15.0";

/** Tells whether Outlay runs on a version of Node. */
export function isNodeRecentEnough(version: string): boolean {
  const [major = 0, minor = 0] = version.split(".").map(Number);
  const [oldestMajor = 0, oldestMinor = 0] = OLDEST_NODE.split(".").map(Number);
  return major > oldestMajor || (major === oldestMajor && minor >= oldestMinor);
}
