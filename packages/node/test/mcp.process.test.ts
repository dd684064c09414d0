// SPDX-License-Identifier: Apache-2.0
import { startOtlpReceiver } from "@outlay-test/otlp-receiver";
import type { OtlpReceiver } from "@outlay-test/otlp-receiver";
import { afterEach, beforeEach, describe, expect, it } from "vitest";

import { runApp } from "./run-app.ts";

let receiver: OtlpReceiver;
beforeEach(async () => {
  receiver = await startOtlpReceiver();
});
afterEach(() => receiver.close());

describe.each(["mcp-client.mjs", "mcp-client.cjs", "mcp-client-2.mjs"])(
  "the preload and %s, whose server is a process of its own",
  (app) => {
    const run = (env: Record<string, string> = {}): ReturnType<typeof runApp> =>
      runApp(app, { env: { OTEL_EXPORTER_OTLP_ENDPOINT: receiver.url, ...env } });
    const toolCalls = (): OtlpReceiver["spans"] => receiver.spans.filter(({ name }) => name === "tools/call add");

    it("trace the tool call on both sides", async () => {
      expect(await run()).toEqual({ exitCode: 0, signal: null, stdout: "3\n", stderr: "" });
      expect(toolCalls()).toHaveLength(2);
      for (const { attributes } of toolCalls()) {
        expect(attributes).toMatchObject({ "gen_ai.tool.name": "add", "network.transport": "pipe" });
      }
      expect(new Set(toolCalls().map(({ traceId }) => traceId)).size).toBe(2);
    });

    it("join them in one trace when the client is told to send its context", async () => {
      await run({ OUTLAY_MCP_PROPAGATION: "inject" });
      const [first, second] = toolCalls();
      expect(first?.traceId).toBe(second?.traceId);
      expect([first?.parentSpanId === second?.spanId, second?.parentSpanId === first?.spanId]).toContain(true);
    });

    it("leave it alone when it is switched off", async () => {
      await run({ OUTLAY_INSTRUMENTATIONS: "-mcp" });
      expect(receiver.spans).toEqual([]);
    });
  },
);
