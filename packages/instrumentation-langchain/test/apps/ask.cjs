// SPDX-License-Identifier: Apache-2.0
/** A chain, whole and as a stream. */
module.exports = async function ask({ ChatOpenAI }) {
  const configuration = { baseURL: process.env.PROVIDER_URL };
  const model = new ChatOpenAI({ model: "gpt-5-mini", apiKey: "test", maxRetries: 0, configuration });
  const chain = model.pipe(({ content }) => content);
  await chain.invoke("hello");
  for await (const _ of await chain.stream("hello"));
};
