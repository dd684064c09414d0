// SPDX-License-Identifier: Apache-2.0

/**
 * Says how many calls tell nothing of their prompts.
 *
 * @param consequence - What that means for the table, where some calls tell.
 * @returns A sentence with a space before it; nothing where all calls tell.
 */
export function promptNote(callsWithoutPrompt: number, calls: number, consequence: string): string {
  if (callsWithoutPrompt === 0) return "";
  if (callsWithoutPrompt === calls) return ` There are no prompt fingerprints in these spans: ${consequence}.`;
  return ` ${callsWithoutPrompt} of ${calls} calls have no prompt fingerprint: ${consequence}.`;
}
