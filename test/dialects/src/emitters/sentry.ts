// SPDX-License-Identifier: Apache-2.0
import type * as sentryNode from "@sentry/node";

import { anthropicCases } from "../anthropic-cases.ts";
import { mapRuns, openAiCases } from "../openai-cases.ts";
import type { Emitter, RecordedCase } from "../record-emitter.ts";
import type { SpanRecorder } from "../span-recorder.ts";
import { recordSentrySpan } from "../sentry-span.ts";

type Sentry = typeof sentryNode;

/** Sentry, whose spans are its own and not OpenTelemetry's. */
export const SENTRY_EMITTERS: Readonly<Record<string, Emitter>> = {
  "sentry-openai": {
    package: "@sentry/node",
    sdk: "openai-6",
    load: async (recorder) => {
      const sentry = await startSentry(recorder);
      const { default: OpenAI } = await import("openai-6");
      return inTransactions(
        sentry,
        openAiCases((options) => sentry.instrumentOpenAiClient(new OpenAI(options))),
      );
    },
  },
  "sentry-anthropic": {
    package: "@sentry/node",
    sdk: "anthropic-0-60",
    load: async (recorder) => {
      const sentry = await startSentry(recorder);
      const { default: Anthropic } = await import("anthropic-0-60");
      return inTransactions(
        sentry,
        anthropicCases((options) => sentry.instrumentAnthropicAiClient(new Anthropic(options))),
      );
    },
  },
};

async function startSentry(recorder: SpanRecorder): Promise<Sentry> {
  const sentry = await import("@sentry/node");
  sentry.init({
    dsn: "http://key@127.0.0.1:9/1",
    tracesSampleRate: 1,
    defaultIntegrations: false,
    beforeSendSpan(span) {
      recordSentrySpan(recorder, span);
      return span;
    },
    transport: () => ({ send: () => Promise.resolve({}), flush: () => Promise.resolve(true) }),
  });
  return sentry;
}

/** Sentry sends trees of spans by their root. */
function inTransactions(sentry: Sentry, cases: Record<string, RecordedCase>): Record<string, RecordedCase> {
  return mapRuns(cases, async (run) => {
    await sentry.startSpan({ name: "planets", op: "function" }, run);
    await sentry.flush(1000);
  });
}
