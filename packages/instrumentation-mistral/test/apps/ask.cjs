// SPDX-License-Identifier: Apache-2.0
/** One of each: a call, a stream, code, vectors. */
module.exports = async function ask({ Mistral }) {
  const client = new Mistral({ apiKey: "test", serverURL: process.env.PROVIDER_URL });
  const body = { model: "mistral-medium-2508", messages: [{ role: "user", content: "hello" }] };
  await client.chat.complete(body);
  for await (const _ of await client.chat.stream(body));
  await client.fim.complete({ model: "codestral-2508", prompt: "def f(" });
  await client.embeddings.create({ model: "mistral-embed", inputs: ["hello"] });
};
