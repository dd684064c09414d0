// SPDX-License-Identifier: Apache-2.0
import type { CommandIo } from "../command-io.ts";
import { UsageError } from "../usage-error.ts";
import { nearNames } from "../view/near-names.ts";
import type { Benchmark, BenchmarkWorld } from "./benchmark.ts";
import { BENCHMARKS } from "./benchmarks.ts";
import type { RanBenchmark } from "./simulate-view.ts";

const CLEAR_LINE = "\r\u001b[K";

/** Benchmarks by their numbers or names; all where none is named. @throws {UsageError} If there is none of a name. */
export function chosenBenchmarks(names: readonly string[]): readonly Benchmark[] {
  if (names.length === 0) return BENCHMARKS;
  const wanted = new Set(names.map((name) => benchmarkOf(name)));
  return BENCHMARKS.filter((benchmark) => wanted.has(benchmark));
}

/** Runs them one after the other; how far that is stands on a terminal's last line of stderr. */
export function runBenchmarks(
  chosen: readonly Benchmark[],
  world: BenchmarkWorld,
  io: Pick<CommandIo, "stderr" | "isTerminal">,
): readonly RanBenchmark[] {
  const say = (text: string): void => {
    if (io.isTerminal) io.stderr(CLEAR_LINE + text);
  };
  const ran = chosen.map((benchmark, index) => {
    say(`${index + 1} of ${chosen.length}  ${benchmark.id} ${benchmark.name}`);
    return { benchmark, report: benchmark.run(world) };
  });
  say("");
  return ran;
}

function benchmarkOf(given: string): Benchmark {
  const found = BENCHMARKS.find(({ id, name }) => [id.toLowerCase(), name].includes(given.toLowerCase()));
  if (found !== undefined) return found;
  const names = BENCHMARKS.map(({ name }) => name);
  const [near] = nearNames(given, names, 1);
  throw new UsageError(`no benchmark "${given}": expected ${near ?? `one of ${names.join(", ")}`}`);
}
