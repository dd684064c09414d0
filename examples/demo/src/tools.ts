// SPDX-License-Identifier: Apache-2.0
import type Anthropic from "@anthropic-ai/sdk";

/** What the agent may do, as the model is told. */
export const TOOLS: Anthropic.Tool[] = [
  tool("search_logs", "Searches a service's logs of the last hour.", {
    service: "Name of the service",
    query: "Text to look for",
  }),
  tool("list_deploys", "Lists a service's deployments of today.", { service: "Name of the service" }),
  tool("read_metric", "Reads a metric of a service, one value per minute.", {
    service: "Name of the service",
    metric: "Name of the metric",
  }),
];

const LOGS = Array.from(
  { length: 40 },
  (_, minute) =>
    `14:${String(5 + (minute % 50)).padStart(2, "0")}:12Z checkout WARN pool "orders-db" exhausted: 20 of 20 connections in use, waited 5000 ms, gave up (request req-${4000 + minute})`,
).join("\n");

const RESULTS: Readonly<Record<string, string>> = {
  search_logs: LOGS,
  list_deploys: "13:58 checkout v812 by renovate: pg 8.13 -> 9.0\n09:12 checkout v811 by ada: copy changes",
  read_metric: Array.from(
    { length: 60 },
    (_, minute) => `13:${String(minute).padStart(2, "0")} ${minute < 58 ? 6 : 20}`,
  ).join("\n"),
};

/** Runs a tool; an unknown one is an answer to the model, not an error of the program. */
export function runTool(name: string, _input: unknown): string {
  return RESULTS[name] ?? `There is no tool named ${name}.`;
}

function tool(name: string, description: string, parameters: Record<string, string>): Anthropic.Tool {
  const properties = Object.fromEntries(
    Object.entries(parameters).map(([parameter, meaning]) => [parameter, { type: "string", description: meaning }]),
  );
  return { name, description, input_schema: { type: "object", properties, required: Object.keys(parameters) } };
}
