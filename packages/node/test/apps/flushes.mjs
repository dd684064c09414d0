// A program that is killed right after a flush, as on hosts that do not wait.
import { flush } from "@outlay/node";
import OpenAI from "openai";

const { STREAM, ...options } = JSON.parse(process.env.FLUSH ?? "{}");
const request = { model: "gpt-5-mini", messages: [{ role: "user", content: "hi" }], stream: STREAM ?? false };
const answer = await new OpenAI().chat.completions.create(request);
const isDelivered = await flush(options);
process.stdout.write(`${isDelivered} ${typeof answer}\n`, () => process.kill(process.pid, "SIGKILL"));
