// Stands in for Claude Code: speaks its protocol on stdin and stdout, and answers each prompt with the next turn of its script.
import { createInterface } from "node:readline";

const say = (message) => process.stdout.write(`${JSON.stringify(message)}\n`);
const turns = JSON.parse(process.env.CLAUDE_TURNS ?? "[]");
for await (const line of createInterface({ input: process.stdin })) {
  const message = JSON.parse(line);
  if (message.type === "control_request") {
    const response = { subtype: "success", request_id: message.request_id, response: { commands: [], models: [] } };
    say({ type: "control_response", response });
  } else if (message.type === "user") {
    for (const answer of turns.shift() ?? []) say(answer);
    if (process.env.CLAUDE_DIES) process.exit(3);
  }
}
