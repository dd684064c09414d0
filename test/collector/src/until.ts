// SPDX-License-Identifier: Apache-2.0

/** Long enough for a slow machine that builds something else at the same time. */
const DEADLINE_MS = 90_000;
const ASK_AGAIN_MS = 100;

/**
 * Asks again and again until an answer is neither false nor undefined.
 *
 * @param what - For the error, what was waited for.
 * @throws {Error} When that takes too long; whatever `ask` throws.
 */
export async function until<Answer>(what: string, ask: () => Promise<Answer | undefined | false>): Promise<Answer> {
  const endMs = performance.now() + DEADLINE_MS;
  for (;;) {
    const answer = await ask();
    if (answer !== undefined && answer !== false) return answer;
    if (performance.now() > endMs) throw new Error(`waited ${DEADLINE_MS} ms in vain: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, ASK_AGAIN_MS));
  }
}
