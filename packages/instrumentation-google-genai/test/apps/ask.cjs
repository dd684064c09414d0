// SPDX-License-Identifier: Apache-2.0
const model = "gemini-2.5-flash";

/** The calls every app makes with one build of the SDK: whole and streamed, a chat, and embeddings of Vertex AI. */
module.exports = async function ask({ GoogleGenAI }) {
  const httpOptions = { baseUrl: process.env.PROVIDER_URL };
  const ai = new GoogleGenAI({ apiKey: "test", vertexai: false, httpOptions });
  await ai.models.generateContent({ model, contents: "Hi" });
  for await (const _ of await ai.models.generateContentStream({ model, contents: "Hi" }));
  await ai.chats.create({ model }).sendMessage({ message: "Hi" });
  const vertex = new GoogleGenAI({ apiKey: "test", vertexai: true, httpOptions });
  await vertex.models.embedContent({ model: "text-embedding-005", contents: "Hi" });
};
