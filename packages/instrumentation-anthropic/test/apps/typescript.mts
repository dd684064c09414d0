// SPDX-License-Identifier: Apache-2.0
import { Anthropic } from "@anthropic-ai/sdk";

const client: Anthropic = new Anthropic({ apiKey: "test", baseURL: process.env["TEST_BASE_URL"] ?? "", maxRetries: 0 });
await client.messages.create({ model: "typescript", max_tokens: 100, messages: [{ role: "user", content: "Hi" }] });
