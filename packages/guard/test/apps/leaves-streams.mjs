// A user's program that opens streams, leaves each of them in its own way, and ends when nothing is left to do.
import Anthropic from "@anthropic-ai/sdk";
import OpenAI from "openai";

const messages = [{ role: "user", content: "Tell me a long story about budgets." }];
const openai = new OpenAI({ maxRetries: 0 });
const anthropic = new Anthropic({ maxRetries: 0 });
const OPEN = {
  openai: (signal) =>
    openai.chat.completions.create(
      { model: "gpt-5-mini", messages, max_completion_tokens: 1000, stream: true },
      { signal },
    ),
  responses: (signal) =>
    openai.responses.create(
      { model: "gpt-5-mini", input: messages, max_output_tokens: 1000, stream: true },
      { signal },
    ),
  anthropic: (signal) =>
    anthropic.messages.create({ model: "claude-sonnet-5", messages, max_tokens: 1000, stream: true }, { signal }),
};
const LEAVE = {
  "aborts before the first byte": async (open) => {
    const caller = new AbortController();
    const opening = open(caller.signal);
    setTimeout(() => caller.abort(), 50);
    await opening;
  },
  "aborts in the middle": async (open) => {
    const stream = await open();
    for await (const _ of stream) stream.controller.abort();
  },
  "breaks off": async (open) => {
    for await (const _ of await open()) break;
  },
  "never reads": async (open) => {
    globalThis.kept = await open();
  },
  "reads what the provider breaks off": async (open) => {
    for await (const _ of await open());
  },
};

await LEAVE[process.env.LEAVES](OPEN[process.env.SDK]).catch(() => undefined);
process.stdout.write("left");
