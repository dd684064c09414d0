// SPDX-License-Identifier: Apache-2.0
import { share, usd } from "./benchmark.ts";
import type { Benchmark, FigureTable } from "./benchmark.ts";
import { seededRandom } from "./random.ts";

const TASKS = 10_000;
const DEFAULT_SEED = 1;

/** Cost of an attempt, and the share that succeed. */
export interface Policy {
  readonly what: string;
  readonly attemptUsd: number;
  readonly successShare: number;
}

const TODAY: Policy = { what: "today", attemptUsd: 0.5, successShare: 0.7 };
const CHEAPER: Policy = { what: "20 % cheaper, 30 % fewer succeed", attemptUsd: 0.4, successShare: 0.49 };
/** Break-even of the same saving: success may fall by as much as the cost does. */
const EVEN: Policy = { what: "20 % cheaper, 20 % fewer succeed", attemptUsd: 0.4, successShare: 0.56 };
/** What the benchmark compares. */
export const POLICIES: readonly Policy[] = [TODAY, EVEN, CHEAPER];

const PUBLISHED: readonly (Policy & { readonly said: string })[] = [
  { what: "ReAct", attemptUsd: 0.099, successShare: 0.126, said: "$0.79, reviewer" },
  { what: "with Budget Tracker", attemptUsd: 0.068, successShare: 0.128, said: "" },
];

/** B10: what a success costs, which is not what a call costs. */
export const costPerSuccess: Benchmark = {
  id: "B10",
  name: "cost-per-success",
  shows: "Why cheaper calls can make dearer results",
  run: ({ seed }) => ({
    tables: [policies(seed ?? DEFAULT_SEED), papers()],
    notes: [
      "How often an attempt succeeds is an input: nothing here measures a model.",
      'The article\'s $0.50 and 30 % failures are $0.71 a success: right. It is the "cost of pass" of Cost-of-Pass (2025).',
      "The article calls BATS Budget-Aware Tool-Use with a token budget. BATS is Budget-Aware Test-time Scaling, and its budgets count tool calls. It answers about twice as many questions as ReAct at, by a reviewer's sums, $4.47 a success: more right, not cheaper. The tracker alone is what saves.",
    ],
  }),
};

function policies(seed: number): FigureTable {
  const random = seededRandom(seed);
  return {
    title: `A policy by what a success costs; drawn: ${TASKS.toLocaleString("en-US")} tasks tried until they succeed`,
    columns: ["an attempt", "succeed", "a success", "drawn", "article"],
    rows: POLICIES.map((policy) => {
      const { what, attemptUsd, successShare } = policy;
      let attempts = 0;
      for (let task = 0; task < TASKS; task += 1) {
        do attempts += 1;
        while (random() >= successShare);
      }
      const drawn = (attempts * attemptUsd) / TASKS;
      const figures = [usd(attemptUsd), share(successShare, 0), usd(attemptUsd / successShare, 3), usd(drawn, 3)];
      return { what, figures: [...figures, policy === TODAY ? usd(0.71) : undefined] };
    }),
  };
}

function papers(): FigureTable {
  return {
    title: "Budget-Aware Tool-Use (2025) on BrowseComp, from its published cost and accuracy",
    columns: ["a question", "right", "a right answer", "others say"],
    rows: [
      ...PUBLISHED.map(({ what, attemptUsd, successShare, said }) => ({
        what,
        figures: [usd(attemptUsd, 3), share(successShare), usd(attemptUsd / successShare), said],
      })),
      { what: "BATS", figures: [undefined, share(0.246), undefined, "$4.47, reviewer"] },
    ],
  };
}
