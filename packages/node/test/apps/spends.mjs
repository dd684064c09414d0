// A user's application that calls as often as it is told to, and says what came of it.
import OpenAI from "openai";

const openai = new OpenAI({ maxRetries: 0 });
for (let left = Number(process.env.CALLS ?? 1); left > 0; left -= 1) {
  try {
    await openai.chat.completions.create({
      model: "gpt-5-mini",
      max_completion_tokens: 50,
      messages: [{ role: "user", content: "hi" }],
    });
    console.log("sent");
  } catch (error) {
    console.log(error.reason ?? error.code);
  }
}
