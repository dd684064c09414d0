// SPDX-License-Identifier: Apache-2.0
import { AnthropicBedrock } from "@anthropic-ai/bedrock-sdk";
import { AnthropicFoundry } from "@anthropic-ai/foundry-sdk";

const messages = [{ role: "user", content: "Hi" }];
const bedrock = { awsRegion: "eu-west-1", awsAccessKey: "a", awsSecretKey: "s" };
const clients = [
  new AnthropicBedrock({ ...bedrock, baseURL: process.env.TEST_BASE_URL }),
  new AnthropicFoundry({ apiKey: "k", baseURL: `${process.env.TEST_BASE_URL}/anthropic` }),
];
for (const client of clients) {
  await client.messages.create({ model: "anthropic.claude-sonnet-5-v1:0", max_tokens: 100, messages });
}
