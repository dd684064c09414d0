// SPDX-License-Identifier: Apache-2.0
// A function for AWS Lambda. Lambda freezes the process as soon as it has answered: what is not sent by then leaves with
// the next event, or never.
import { flush, withAttributes } from "@outlay/node";
import OpenAI from "openai";

const client = new OpenAI();

export async function handler(event) {
  try {
    return await withAttributes({ "user.id": event.user }, () => answer(event.question));
  } finally {
    // One event at a time: a stream that is still open now has no reader any more.
    await flush({ endStreams: true });
  }
}

async function answer(question) {
  const messages = [{ role: "user", content: question }];
  const completion = await client.chat.completions.create({ model: "gpt-5-mini", messages });
  return completion.choices[0].message.content;
}
