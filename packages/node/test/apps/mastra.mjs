import { createOpenAI } from "@ai-sdk/openai";
import { Agent } from "@mastra/core/agent";
import { Mastra } from "@mastra/core/mastra";
import { createTool } from "@mastra/core/tools";
import { Observability } from "@mastra/observability";
import { MastraExporter } from "@outlay/exporter-mastra";
import { z } from "zod";

const add = createTool({
  id: "add",
  description: "Adds",
  inputSchema: z.object({ a: z.number(), b: z.number() }),
  execute: async () => ({ sum: 3 }),
});
const model = createOpenAI().chat("gpt-5-mini");
const calculator = new Agent({
  id: "calculator",
  name: "Calculator",
  instructions: "Be brief",
  model,
  tools: { add },
});
const observability = new Observability({
  configs: { default: { serviceName: "app", bridge: new MastraExporter() } },
});
const mastra = new Mastra({ agents: { calculator }, observability, logger: false });
const { text } = await mastra.getAgent("calculator").generate("1 + 2?");
console.log(text);
