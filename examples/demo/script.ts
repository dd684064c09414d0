// SPDX-License-Identifier: Apache-2.0
import type { Step } from "@outlay-test/fake-provider";

const PLANNER = { path: "/v1/messages" };
const WRITER = { path: "/v1/chat/completions" };

/** What the models answer when there are no keys: a plausible investigation, with one rate limit on the way. */
export const SCRIPT: readonly Step[] = [
  {
    when: PLANNER,
    latencyMs: 350,
    text: "I look at what changed and at what the logs say.",
    toolCalls: [
      { name: "list_deploys", arguments: { service: "checkout" } },
      { name: "search_logs", arguments: { service: "checkout", query: "exhausted" } },
    ],
  },
  { when: PLANNER, fault: { kind: "status", status: 429, retryAfterMs: 200 } },
  {
    when: PLANNER,
    latencyMs: 350,
    text: "The pool has been full since the deployment of 13:58. I check when it filled.",
    toolCalls: [{ name: "read_metric", arguments: { service: "checkout", metric: "db_connections_in_use" } }],
  },
  {
    when: PLANNER,
    latencyMs: 350,
    text: [
      "Cause: deployment v812 of 13:58 moved the database driver from 8.13 to 9.0. Version 9 no longer returns a connection",
      "to the pool when a transaction ends with an error, so that the pool of 20 was empty by 14:05.",
      "Fix: roll checkout back to v811 now; pin the driver; add an alert on connections idle in a transaction.",
    ].join(" "),
    outputTokens: 310,
  },
  {
    when: WRITER,
    latencyMs: 250,
    chunks: 24,
    text: "Since 14:05 UTC some checkouts have failed. We found the cause in a recent change and are rolling it back. No order was charged twice.",
    reasoningTokens: 128,
    outputTokens: 164,
  },
];
