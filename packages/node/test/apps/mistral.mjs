import { Mistral } from "@mistralai/mistralai";

const client = new Mistral({ apiKey: "test", serverURL: process.env.MISTRAL_SERVER_URL });
const messages = [{ role: "user", content: "hi" }];
await client.chat.complete({ model: "mistral-small-latest", messages });
for await (const _ of await client.chat.stream({ model: "mistral-small-latest", messages }));
console.log("done");
