import { CohereClientV2 } from "cohere-ai";

const client = new CohereClientV2({ token: "test", environment: process.env.COHERE_BASE_URL });
const body = { model: "command-a-03-2025", messages: [{ role: "user", content: "hi" }] };
await client.chat(body);
for await (const _ of await client.chatStream(body));
await client.rerank({ model: "rerank-v3.5", query: "hi", documents: ["a", "b"] });
console.log("done");
