// SPDX-License-Identifier: Apache-2.0
/** One of each: a call, a stream, vectors. */
module.exports = async function ask({ Groq }) {
  const client = new Groq({ apiKey: "test", baseURL: process.env.PROVIDER_URL });
  const body = { model: "llama-3.3-70b-versatile", messages: [{ role: "user", content: "hello" }] };
  await client.chat.completions.create(body);
  for await (const _ of await client.chat.completions.create({ ...body, stream: true }));
  await client.embeddings.create({ model: "nomic-embed-text-v1_5", input: "hello" });
};
