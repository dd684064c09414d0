// One SDK by import, the other by require.
import { createRequire } from "node:module";

import OpenAI from "openai";

const Anthropic = createRequire(import.meta.url)("@anthropic-ai/sdk");
const openai = new OpenAI();
await openai.chat.completions.create({ model: "gpt-5-mini", messages: [{ role: "user", content: "hi" }] });
const anthropic = new Anthropic();
await anthropic.messages.create({
  model: "claude-haiku-4-5",
  max_tokens: 64,
  messages: [{ role: "user", content: "hi" }],
});
console.log("done");
