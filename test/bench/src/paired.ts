// SPDX-License-Identifier: Apache-2.0

/**
 * Measures CPU time of two ways to do the same work in alternating rounds, and prints the medians over the pairs: a
 * machine that changes its speed changes both halves of a pair.
 */
export async function paired(
  title: string,
  { calls, rounds }: { readonly calls: number; readonly rounds: number },
  plain: () => Promise<void>,
  observed: () => Promise<void>,
): Promise<void> {
  const round = async (work: () => Promise<void>): Promise<number> => {
    const before = process.cpuUsage();
    for (let call = 0; call < calls; call += 1) await work();
    const { user, system } = process.cpuUsage(before);
    return (user + system) / calls;
  };
  const pairs: { plain: number; observed: number }[] = [];
  const warmUps = Math.ceil(rounds / 4);
  for (let index = -warmUps; index < rounds; index += 1) {
    const pair = { plain: await round(plain), observed: await round(observed) };
    if (index >= 0) pairs.push(pair);
  }
  const without = median(pairs.map((pair) => pair.plain));
  const added = median(pairs.map((pair) => pair.observed - pair.plain));
  const ratio = median(pairs.map((pair) => pair.observed / pair.plain));
  console.log(
    `${title}: ${without.toFixed(1)} µs without, +${added.toFixed(1)} µs with, ratio ${ratio.toFixed(3)} (CPU per call, median of ${rounds} pairs)`,
  );
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}
