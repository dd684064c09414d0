// SPDX-License-Identifier: Apache-2.0
import type { Operation, Usage } from "@outlay/core";

/**
 * The same call as if no prompt cache had been used: what it would have cost.
 *
 * @returns `undefined` for a call that used none.
 */
export function withoutCache(operation: Operation): Operation | undefined {
  const { usage, iterations } = operation;
  if (usage === undefined || (usage.cacheReadTokens ?? 0) + (usage.cacheWriteTokens ?? 0) === 0) return undefined;
  return {
    ...operation,
    usage: uncached(usage),
    ...(iterations !== undefined && {
      iterations: iterations.map((iteration) => ({ ...iteration, usage: uncached(iteration.usage) })),
    }),
  };
}

function uncached({ inputTokens, outputTokens, reasoningTokens, units }: Usage): Usage {
  return {
    ...(inputTokens !== undefined && { inputTokens }),
    ...(outputTokens !== undefined && { outputTokens }),
    ...(reasoningTokens !== undefined && { reasoningTokens }),
    ...(units !== undefined && { units }),
  };
}
