// SPDX-License-Identifier: Apache-2.0
// An agent that speaks to its model with fetch: what no instrumentation sees, the program says itself.
import { recordOperation, traceAgent, traceTool, withAttributes } from "@outlay/node";

const BASE_URL = process.env["OPENAI_BASE_URL"] ?? "https://api.openai.com/v1";

interface Answer {
  readonly id: string;
  readonly model: string;
  readonly usage: { readonly prompt_tokens: number; readonly completion_tokens: number };
  readonly choices: readonly { readonly message: { readonly content: string } }[];
}

async function ask(prompt: string): Promise<string> {
  const startTimeMs = Date.now();
  const response = await fetch(`${BASE_URL}/chat/completions`, {
    method: "POST",
    headers: { "content-type": "application/json", authorization: `Bearer ${process.env["OPENAI_API_KEY"] ?? ""}` },
    body: JSON.stringify({ model: "gpt-5-mini", messages: [{ role: "user", content: prompt }] }),
  });
  if (!response.ok) throw new Error(`the model answered ${response.status}`);
  const { id, model, usage, choices } = (await response.json()) as Answer;
  recordOperation({
    provider: "openai",
    model: "gpt-5-mini",
    responseModel: model,
    responseId: id,
    usage: { inputTokens: usage.prompt_tokens, outputTokens: usage.completion_tokens },
    startTimeMs,
  });
  return choices[0]?.message.content ?? "";
}

const readGauge = (name: string): Promise<number> =>
  traceTool({ name: "read_gauge", arguments: { name } }, async () => (name === "river" ? 412 : 0));

await withAttributes({ "user.id": "ada", "session.id": "flood-watch" }, () =>
  traceAgent("flood-watch", async () => {
    const level = await readGauge("river");
    console.log(await ask(`The river stands at ${level} cm. Is that high?`));
  }),
);
