// SPDX-License-Identifier: Apache-2.0
import type { ContentOptions } from "@outlay/core";
import { describe, expect, it } from "vitest";

import { ANSWER, PROMPT, readAll } from "../suite.ts";
import type { Suite } from "../suite.ts";

/** What was asked and answered, when the user wants it recorded. */
export function contentCases(suite: Suite): void {
  const { surface } = suite;
  const { content: expected } = surface;
  if (expected === undefined) return;

  const callWith = async (content: Partial<ContentOptions>, call: () => PromiseLike<unknown>): Promise<void> => {
    suite.instrumentation.setConfig({ ...suite.instrumentation.getConfig(), content });
    suite.instrumentation.setLoggerProvider(suite.telemetry.loggerProvider);
    try {
      suite.provider.enqueue(suite.step());
      await call();
    } finally {
      suite.instrumentation.setConfig({ ...suite.instrumentation.getConfig(), content: {} });
    }
  };
  const create = (): PromiseLike<unknown> => surface.create(suite.provider, { prompt: PROMPT });

  describe("content", () => {
    it("is on the span, in the conventions' shape", async () => {
      await callWith({ capture: "span" }, create);

      const { attributes } = await suite.onlySpan();
      expect(contentOf(attributes, expected(PROMPT, ANSWER))).toEqual(expected(PROMPT, ANSWER));
      expect(suite.telemetry.logs).toEqual([]);
    });

    it("is on a log event when asked for", async () => {
      await callWith({ capture: "event" }, create);

      expect(suite.telemetry.logs).toHaveLength(1);
      const [event] = suite.telemetry.logs;
      expect(event?.eventName).toBe("gen_ai.client.inference.operation.details");
      expect(JSON.stringify((await suite.onlySpan()).attributes)).not.toContain(PROMPT);
    });

    it("passes through the mask, and is dropped where the mask throws", async () => {
      await callWith(
        {
          capture: "span",
          mask: (attribute, json) => {
            if (attribute !== "gen_ai.input.messages") throw new Error("cannot mask");
            return json.replaceAll("France", "***");
          },
        },
        create,
      );

      const { attributes } = await suite.onlySpan();
      expect(attributes["gen_ai.input.messages"]).toContain(PROMPT.replace("France", "***"));
      expect(attributes).not.toHaveProperty(["gen_ai.output.messages"]);
    });

    it("is cut at its limit", async () => {
      await callWith({ capture: "span", maxLength: 60 }, create);

      const { attributes } = await suite.onlySpan();
      expect(String(attributes["gen_ai.input.messages"])).toMatch(/^.{54}…\[cut\]$/);
    });

    if (surface.stream) {
      it("of a stream is that of the whole answer", async () => {
        await callWith({ capture: "span" }, async () => {
          const stream = await surface.stream?.(suite.provider, { prompt: PROMPT });
          if (stream !== undefined) await readAll(stream);
        });

        const { attributes } = await suite.onlySpan();
        expect(contentOf(attributes, expected(PROMPT, ANSWER))).toEqual(expected(PROMPT, ANSWER));
      });
    }
  });
}

function contentOf(attributes: Readonly<Record<string, unknown>>, like: object): Record<string, unknown> {
  return Object.fromEntries(Object.keys(like).map((name) => [name, JSON.parse(String(attributes[name]))]));
}
