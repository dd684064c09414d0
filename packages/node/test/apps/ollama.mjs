import { Ollama } from "ollama";

const client = new Ollama({ host: process.env.OLLAMA_HOST });
const body = { model: "llama3.2", messages: [{ role: "user", content: "hi" }] };
await client.chat(body);
for await (const _ of await client.chat({ ...body, stream: true }));
await client.embed({ model: "nomic-embed-text", input: "hi" });
console.log("done");
