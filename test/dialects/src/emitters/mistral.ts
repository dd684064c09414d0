// SPDX-License-Identifier: Apache-2.0
import { MISTRAL_MODEL, mistralCompletion } from "../answered-calls.ts";
import { useTracing } from "../record-emitter.ts";
import type { Emitter } from "../record-emitter.ts";
import { QUESTION } from "../scripted-calls.ts";

/** Mistral's SDK, which traces itself. */
export const MISTRAL_EMITTERS: Readonly<Record<string, Emitter>> = {
  "mistral-native": {
    package: "@mistralai/mistralai",
    sdk: "@mistralai/mistralai",
    load: async (recorder) => {
      const tracerProvider = useTracing(recorder);
      const { Mistral } = await import("@mistralai/mistralai");
      const { configureTelemetry } = await import("@mistralai/mistralai/extra/observability");
      return {
        chat: {
          calls: [mistralCompletion()],
          run: async (_provider, serverURL) => {
            const client = new Mistral({ apiKey: "none", serverURL });
            await configureTelemetry(client, tracerProvider);
            await client.chat.complete({ model: MISTRAL_MODEL, messages: [{ role: "user", content: QUESTION }] });
          },
        },
      };
    },
  },
};
