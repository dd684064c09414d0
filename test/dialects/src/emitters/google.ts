// SPDX-License-Identifier: Apache-2.0
import { GEMINI_MODEL, geminiContent } from "../answered-calls.ts";
import { drain } from "../openai-cases.ts";
import { patch } from "../patch.ts";
import { useTracing } from "../record-emitter.ts";
import type { Emitter } from "../record-emitter.ts";
import { QUESTION } from "../scripted-calls.ts";

/** Emitters that watch `@google/genai`. */
export const GOOGLE_EMITTERS: Readonly<Record<string, Emitter>> = {
  "openllmetry-google": {
    package: "@traceloop/instrumentation-google-generativeai",
    sdk: "google-genai-1",
    load: async (recorder) => {
      const { GenAIInstrumentation } = await import("@traceloop/instrumentation-google-generativeai");
      const genai = { ...(await import("google-genai-1")) };
      patch(new GenAIInstrumentation(), useTracing(recorder), genai);
      const client = (baseUrl: string): InstanceType<typeof genai.GoogleGenAI> =>
        new genai.GoogleGenAI({ apiKey: "none", httpOptions: { baseUrl } });
      return {
        content: {
          calls: [geminiContent()],
          run: async (_provider, url) => {
            await client(url).models.generateContent({ model: GEMINI_MODEL, contents: QUESTION });
          },
        },
        "content-stream": {
          calls: [geminiContent({ stream: true })],
          run: async (_provider, url) => {
            await drain(await client(url).models.generateContentStream({ model: GEMINI_MODEL, contents: QUESTION }));
          },
        },
      };
    },
  },
};
