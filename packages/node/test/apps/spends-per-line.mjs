// A user's server that calls as often as each line says, or without end when it says so, and tells what came of each call.
import { createInterface } from "node:readline";
import { setImmediate } from "node:timers/promises";

import OpenAI from "openai";

const openai = new OpenAI({ maxRetries: 0 });

async function call() {
  try {
    await openai.chat.completions.create({
      model: "gpt-5-mini",
      max_completion_tokens: 50,
      messages: [{ role: "user", content: "hi" }],
    });
    return "sent";
  } catch (error) {
    return error.reason ?? error.code;
  }
}

for await (const line of createInterface({ input: process.stdin })) {
  let result = "none";
  for (let left = Number(line); left > 0 && result !== "budget_exceeded"; left -= 1) {
    result = await call();
    console.log(result);
    await setImmediate();
  }
  console.log("done");
}
