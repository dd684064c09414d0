// SPDX-License-Identifier: Apache-2.0
import { fileURLToPath } from "node:url";

import { McpInstrumentation } from "@outlay/instrumentation-mcp";
import { afterAll, beforeAll, expect, it } from "vitest";

import { BUILDS } from "./load-sdk.ts";
import { startStage } from "./stage.ts";
import type { Stage } from "./stage.ts";

const SERVER = fileURLToPath(new URL("apps/weather-server.mjs", import.meta.url));

let stage: Stage;
let mcp: McpInstrumentation;
beforeAll(async () => {
  stage = await startStage();
  mcp = new McpInstrumentation();
});
afterAll(async () => {
  mcp.disable();
  await stage.close();
});

it.each(BUILDS)("a tool of an MCP server has one span, which has the request too ($title)", async (build) => {
  await stage.use(build);
  const server = new stage.sdk.MCPServerStdio({ command: process.execPath, args: [SERVER] });
  await server.connect();
  await stage.telemetry.clear();
  const agent = new stage.sdk.Agent({ name: "sailor", model: "gpt-5-mini", mcpServers: [server] });
  stage.provider.enqueue({ toolCalls: [{ name: "forecast", arguments: {}, id: "call_1" }] }, { text: "rain" });
  await stage.runner().run(agent, "weather?");
  await server.close();

  expect(await stage.tree()).toEqual([
    "invoke_workflow",
    "  invoke_agent sailor",
    "    tools/list",
    "    step 1",
    "      chat gpt-5-mini",
    "      execute_tool forecast",
    "    tools/list",
    "    step 2",
    "      chat gpt-5-mini",
  ]);
  const [tool] = await stage.named("execute_tool forecast");
  expect(tool?.attributes).toMatchObject({ "gen_ai.tool.name": "forecast", "mcp.method.name": "tools/call" });
});
