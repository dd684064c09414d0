import { GoogleGenAI } from "@google/genai";

const httpOptions = { baseUrl: process.env.GOOGLE_BASE_URL };
const gemini = new GoogleGenAI({ apiKey: "test", vertexai: false, httpOptions });
const vertex = new GoogleGenAI({ apiKey: "test", vertexai: true, httpOptions });
const contents = "hi";

for (const { models } of [gemini, vertex]) {
  await models.generateContent({ model: "gemini-2.5-flash", contents });
  for await (const _ of await models.generateContentStream({ model: "gemini-3.6-flash", contents }));
}
await gemini.models.generateContent({ model: "models/gemini-2.5-flash-lite", contents });
await vertex.models.generateContent({ model: "publishers/google/models/gemini-2.5-pro", contents });
await vertex.models.generateContent({ model: "google/gemini-2.5-pro", contents });
await gemini.models.embedContent({ model: "gemini-embedding-001", contents });
await vertex.models.generateContent({ model: "gemini-2.5-flash-image", contents });
await gemini.interactions.create({ model: "gemini-3.6-flash", input: contents });
for await (const _ of await gemini.interactions.create({ model: "gemini-3.6-flash", input: contents, stream: true }));
console.log("done");
