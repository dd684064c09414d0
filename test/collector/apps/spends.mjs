// A user's application: it says whose calls they are, and knows nothing else of Outlay.
import Anthropic from "@anthropic-ai/sdk";
import { withAttributes } from "@outlay/node";
import OpenAI from "openai";

const openai = new OpenAI({ maxRetries: 1 });
const anthropic = new Anthropic({ maxRetries: 0 });

const user = (content) => ({ role: "user", content });
const assistant = (content) => ({ role: "assistant", content });
const chat = (model, content) => openai.chat.completions.create({ model, messages: [user(content)] });

async function stream(content) {
  const chunks = await openai.chat.completions.create({
    model: "gpt-5-mini",
    stream: true,
    stream_options: { include_usage: true },
    messages: [user(content)],
  });
  for await (const chunk of chunks) void chunk;
}

/** A turn on top of a handbook that the provider caches, as long as it stays the same. */
function turn(handbook, messages) {
  return anthropic.messages.create({
    model: "claude-haiku-4-5",
    max_tokens: 64,
    system: [{ type: "text", text: handbook, cache_control: { type: "ephemeral" } }],
    messages,
  });
}

await withAttributes({ "team.id": "search", feature: "triage", "user.id": "ada" }, async () => {
  await chat("gpt-5-mini", "How high is the river?");
  await stream("And tomorrow?");
  await openai.embeddings.create({ model: "text-embedding-3-small", input: "river" });
});
await withAttributes({ "team.id": "ads", "session.id": "s-1", "gen_ai.conversation.id": "c-1" }, async () => {
  const handbook = "A line of the handbook. ".repeat(1000);
  const messages = [user("What do we sell?")];
  await turn(handbook, messages);
  messages.push(assistant("Boats."), user("And to whom?"));
  await turn(handbook, messages);
  messages.push(assistant("Sailors."), user("Since when?"));
  await turn(`It is noon. ${handbook}`, messages);
  await turn(`It is noon. ${handbook}`, messages);
});
await withAttributes({ "team.id": "ads", "session.id": "s-2", "gen_ai.conversation.id": "c-2" }, async () => {
  const messages = [user("Is the job done?")];
  for (const id of ["poll_1", "poll_2", "poll_3", "poll_4"]) {
    await openai.chat.completions.create({ model: "gpt-5-mini", messages });
    const asked = { id, type: "function", function: { name: "poll_job", arguments: "{}" } };
    messages.push({ role: "assistant", tool_calls: [asked] }, { role: "tool", tool_call_id: id, content: "running" });
  }
});
await chat("nobody-knows-it", "What do you cost?");
await chat("refused", "Anything").catch((error) => process.stdout.write(`${error.status}\n`));
