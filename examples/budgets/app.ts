// SPDX-License-Identifier: Apache-2.0
// Works through two tickets of one user. It knows nothing of prices and limits; it says who the work is for, and what
// it does when it is told to stop.
import { isBudgetRefusal } from "@outlay/budget";
import { withAttributes } from "@outlay/node";
import OpenAI from "openai";

const MODEL = "gpt-5.1";
const MAX_STEPS = 8;
/** Bounds what a call can cost, and so what is held for it. */
const MAX_OUTPUT_TOKENS = 2200;

// What is held for a call is held once for each time the SDK may send it.
const openai = new OpenAI({ maxRetries: 0 });

for (const ticket of ["INC-1", "INC-2"]) {
  console.log(ticket);
  await withAttributes({ "user.id": "ada", "session.id": ticket }, () => workOn(ticket));
}

async function workOn(ticket: string): Promise<void> {
  for (let step = 1; step <= MAX_STEPS; step += 1) {
    try {
      await ask(`step ${step}`, `Ticket ${ticket}: what is the next thing to look at?`);
    } catch (error) {
      if (!isBudgetRefusal(error)) throw error;
      const names = error.violations.map(({ budget }) => budget).join(", ");
      console.log(`  step ${step}: refused by ${names}`);
      await bringToAnEnd(ticket);
      return;
    }
  }
}

/** What the reserve of the budget is for: an answer instead of a stop in the middle. */
async function bringToAnEnd(ticket: string): Promise<void> {
  await withAttributes({ "outlay.call.final": true }, () => ask("summary", `Ticket ${ticket}: sum up what is known.`));
}

async function ask(label: string, prompt: string): Promise<void> {
  const { model } = await openai.chat.completions.create({
    model: MODEL,
    max_completion_tokens: label === "summary" ? 1500 : MAX_OUTPUT_TOKENS,
    messages: [{ role: "user", content: prompt }],
  });
  console.log(`  ${label}: ${model}`);
}
