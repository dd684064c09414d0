const { createOpenAI } = require("@ai-sdk/openai");
const { Agent } = require("@mastra/core/agent");
const { Mastra } = require("@mastra/core/mastra");
const { createTool } = require("@mastra/core/tools");
const { Observability } = require("@mastra/observability");
const { MastraExporter } = require("@outlay/exporter-mastra");
const { z } = require("zod");

async function main() {
  const inputSchema = z.object({ a: z.number(), b: z.number() });
  const add = createTool({ id: "add", description: "Adds", inputSchema, execute: async () => ({ sum: 3 }) });
  const model = createOpenAI().chat("gpt-5-mini");
  const calculator = new Agent({ id: "calculator", name: "Calculator", instructions: "", model, tools: { add } });
  const configs = { default: { serviceName: "app", bridge: new MastraExporter() } };
  const observability = new Observability({ configs });
  const mastra = new Mastra({ agents: { calculator }, observability, logger: false });
  const { text } = await mastra.getAgent("calculator").generate("1 + 2?");
  console.log(text);
}

void main();
