// A server: one call for every line that it reads.
import { createInterface } from "node:readline";

import OpenAI from "openai";

const openai = new OpenAI();
for await (const model of createInterface({ input: process.stdin })) {
  await openai.chat.completions.create({ model, messages: [{ role: "user", content: "hi" }] });
  console.log("called");
}
