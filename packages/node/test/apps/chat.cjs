// A user's application, CommonJS: it knows nothing of Outlay.
const OpenAI = require("openai");
const Anthropic = require("@anthropic-ai/sdk");

async function main() {
  const openai = new OpenAI();
  await openai.chat.completions.create({ model: "gpt-5-mini", messages: [{ role: "user", content: "hi" }] });
  const anthropic = new Anthropic();
  await anthropic.messages.create({
    model: "claude-haiku-4-5",
    max_tokens: 64,
    messages: [{ role: "user", content: "hi" }],
  });
  console.log("done");
}
void main();
