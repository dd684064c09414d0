const { Agent, BatchTraceProcessor, getGlobalTraceProvider, run, setTraceProcessors, tool } = require("@openai/agents");
const { z } = require("zod");

const exported = [];
setTraceProcessors([new BatchTraceProcessor({ export: async (items) => void exported.push(...items) })]);

async function main() {
  const add = tool({
    name: "add",
    description: "Adds",
    parameters: z.object({ a: z.number(), b: z.number() }),
    execute: async ({ a, b }) => String(a + b),
  });
  const { finalOutput } = await run(new Agent({ name: "calculator", model: "gpt-5-mini", tools: [add] }), "1 + 2?");

  await getGlobalTraceProvider().forceFlush();
  const kinds = exported.map((item) => item.spanData?.type ?? item.type);
  console.log(finalOutput, kinds.toSorted((one, other) => one.localeCompare(other)).join(" "));
}

void main();
