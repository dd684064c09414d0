// A user's application, ESM: a conversation on top of a handbook that changes once, and an agent that polls for nothing.
import Anthropic from "@anthropic-ai/sdk";
import { withAttributes } from "@outlay/node";
import OpenAI from "openai";

const anthropic = new Anthropic();
const openai = new OpenAI();
const user = (content) => ({ role: "user", content });
const tools = ["read_file", "never_called"].map((name) => ({
  name,
  description: `Tool ${name}. `.repeat(40),
  input_schema: { type: "object" },
}));

const say = (handbook, messages) =>
  anthropic.messages.create({
    model: "claude-haiku-4-5",
    max_tokens: 64,
    tools,
    system: [{ type: "text", text: handbook, cache_control: { type: "ephemeral" } }],
    messages,
  });

await withAttributes({ "gen_ai.conversation.id": "talk" }, async () => {
  const handbook = (time) => `It is 2026-11-26T${time}Z. ${"A line of the handbook. ".repeat(1_000)}`;
  const messages = [user("What is in the file?")];
  await say(handbook("11:00:00"), messages);
  messages.push(
    { role: "assistant", content: [{ type: "tool_use", id: "t1", name: "read_file", input: { path: "a" } }] },
    user([{ type: "tool_result", tool_use_id: "t1", content: "line ".repeat(2_000) }]),
  );
  await say(handbook("11:00:00"), messages);
  messages.push({ role: "assistant", content: "Lines." }, user("How many?"));
  await say(handbook("12:00:00"), messages);
});
await withAttributes({ "gen_ai.conversation.id": "poll" }, async () => {
  const messages = [user("Is the job done?")];
  for (const id of ["p1", "p2", "p3", "p4"]) {
    await openai.chat.completions.create({ model: "gpt-5-mini", messages });
    const asked = { id, type: "function", function: { name: "poll_job", arguments: "{}" } };
    messages.push({ role: "assistant", tool_calls: [asked] }, { role: "tool", tool_call_id: id, content: "running" });
  }
});
console.log("done");
