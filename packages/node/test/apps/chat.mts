// The same in TypeScript, which Node runs as it is.
import Anthropic from "@anthropic-ai/sdk";
import OpenAI from "openai";

const openai: OpenAI = new OpenAI();
await openai.chat.completions.create({ model: "gpt-5-mini", messages: [{ role: "user", content: "hi" }] });
const anthropic: Anthropic = new Anthropic();
await anthropic.messages.create({
  model: "claude-haiku-4-5",
  max_tokens: 64,
  messages: [{ role: "user", content: "hi" }],
});
console.log("done");
