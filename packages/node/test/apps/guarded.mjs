// A user's application that knows what to do when its budget is spent.
import Anthropic from "@anthropic-ai/sdk";
import OpenAI from "openai";

const openai = new OpenAI();
const chat = () =>
  openai.chat.completions.create({
    model: "gpt-5-mini",
    max_completion_tokens: 50,
    messages: [{ role: "user", content: "hi" }],
  });
await chat();
for (let attempt = 0; attempt < 2; attempt += 1) {
  try {
    await chat();
    console.log("sent");
  } catch (error) {
    console.log(
      error instanceof OpenAI.OpenAIError,
      error.code,
      error.status,
      error.violations?.[0]?.budget ?? error.trip?.rule,
    );
  }
}
const stream = new Anthropic().messages.stream({
  model: "claude-haiku-4-5",
  max_tokens: 50,
  messages: [{ role: "user", content: "hi" }],
});
await stream.finalMessage().then(
  () => console.log("sent"),
  (error) => console.log(error instanceof Anthropic.AnthropicError, error.code),
);
