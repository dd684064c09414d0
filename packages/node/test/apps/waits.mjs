// A server that is told to stop after its first call.
import OpenAI from "openai";

setInterval(() => {}, 1000);
await new OpenAI().chat.completions.create({ model: "gpt-5-mini", messages: [{ role: "user", content: "hi" }] });
process.kill(process.pid, "SIGTERM");
