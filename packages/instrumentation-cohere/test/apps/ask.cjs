// SPDX-License-Identifier: Apache-2.0
/** One of each: a call and a stream of both versions of the API, vectors, a ranking. */
module.exports = async function ask({ CohereClient, CohereClientV2 }) {
  const options = { token: "test", environment: process.env.PROVIDER_URL };
  const [v1, v2] = [new CohereClient(options), new CohereClientV2(options)];
  const body = { model: "command-a-03-2025", messages: [{ role: "user", content: "hello" }] };
  await v2.chat(body);
  for await (const _ of await v2.chatStream(body));
  await v1.v2.chat(body);
  await v1.chat({ model: "command-r-08-2024", message: "hello" });
  for await (const _ of await v1.chatStream({ model: "command-r-08-2024", message: "hello" }));
  const texts = { model: "embed-v4.0", texts: ["hello"], inputType: "search_query", embeddingTypes: ["float"] };
  await v2.embed(texts);
  await v2.rerank({ model: "rerank-v3.5", query: "hello", documents: ["a", "b"] });
};
