// SPDX-License-Identifier: Apache-2.0

/** Says a measured number in the test's output, by the number of the scenario in `docs/budget-scenarios.md`. */
export function printFigure(scenario: string, text: string): void {
  process.stdout.write(`scenario ${scenario}: ${text}\n`);
}
