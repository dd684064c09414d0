// SPDX-License-Identifier: Apache-2.0
/** One plain call, one run with a tool, one stream; on a server whose answers are echoes. */
module.exports = async function ask(ai, { createOpenAI }) {
  const model = createOpenAI({ apiKey: "test", baseURL: process.env.PROVIDER_URL }).chat("gpt-5-mini");
  const tools = { lookup: ai.tool({ description: "Looks up", inputSchema: ai.jsonSchema({ type: "object" }) }) };
  await ai.generateText({ model, prompt: "hello" });
  await ai.generateText({ model, prompt: "hello", tools });
  for await (const _ of ai.streamText({ model, prompt: "hello" }).textStream);
};
