// SPDX-License-Identifier: Apache-2.0
/** The calls every app makes: one answer, one stream, one beta answer. */
export async function makeCalls(Anthropic, model) {
  const client = new Anthropic({ apiKey: "test", baseURL: process.env.TEST_BASE_URL, maxRetries: 0 });
  const params = { model, max_tokens: 100, messages: [{ role: "user", content: "Hi" }] };
  await client.messages.create(params);
  await client.messages.stream(params).finalMessage();
  await client.beta.messages.create(params);
}
