// SPDX-License-Identifier: Apache-2.0
/** One of each: a call, a stream, a text, vectors. */
module.exports = async function ask({ Together }) {
  const client = new Together({ apiKey: "test", baseURL: process.env.PROVIDER_URL });
  const model = "meta-llama/Llama-3.3-70B-Instruct-Turbo";
  const body = { model, messages: [{ role: "user", content: "hello" }] };
  await client.chat.completions.create(body);
  for await (const _ of await client.chat.completions.create({ ...body, stream: true }));
  await client.completions.create({ model, prompt: "hello" });
  await client.embeddings.create({ model: "BAAI/bge-base-en-v1.5", input: "hello" });
};
