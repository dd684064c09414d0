// SPDX-License-Identifier: Apache-2.0
/** One of each: a call and a stream of both ways to ask, vectors. */
module.exports = async function ask({ Ollama }) {
  const client = new Ollama({ host: process.env.PROVIDER_URL });
  const chat = { model: "llama3.2", messages: [{ role: "user", content: "hello" }] };
  const prompt = { model: "llama3.2", prompt: "hello" };
  await client.chat(chat);
  for await (const _ of await client.chat({ ...chat, stream: true }));
  await client.generate(prompt);
  for await (const _ of await client.generate({ ...prompt, stream: true }));
  await client.embed({ model: "nomic-embed-text", input: "hello" });
};
