// SPDX-License-Identifier: Apache-2.0
import { startTelemetry } from "@outlay-test/conformance";
import type { Telemetry } from "@outlay-test/conformance";
import { startFakeProvider } from "@outlay-test/fake-provider";
import type { FakeProvider } from "@outlay-test/fake-provider";
import { endOpenStreams, observeOperations } from "@outlay/core";
import type { Operation } from "@outlay/core";
import { GoogleGenAIInstrumentation } from "@outlay/instrumentation-google-genai";
import { afterAll, beforeAll, beforeEach } from "vitest";

import type { Client, Sdk } from "./load-sdk.ts";

/** A fake provider, the instrumentation, and what is told of the calls of a test. */
export interface Stage {
  readonly instrumentation: GoogleGenAIInstrumentation;
  readonly operations: readonly Operation[];
  provider(): FakeProvider;
  telemetry(): Telemetry;
  connect(sdk: Sdk, vertexai: boolean): Client;
}

/** Sets the stage for the tests of a file. */
export function onStage(): Stage {
  const operations: Operation[] = [];
  const instrumentation = new GoogleGenAIInstrumentation();
  const ends: (() => unknown)[] = [
    observeOperations({ operationEnded: (operation) => operations.push(operation) }),
    () => instrumentation.disable(),
  ];
  const started: { provider?: FakeProvider; telemetry?: Telemetry } = {};
  const stage = {
    instrumentation,
    operations,
    provider: () => there(started.provider),
    telemetry: () => there(started.telemetry),
    connect: ({ GoogleGenAI }: Sdk, vertexai: boolean) =>
      new GoogleGenAI({ apiKey: "test", vertexai, httpOptions: { baseUrl: stage.provider().googleBaseUrl } }),
  };
  beforeAll(async () => {
    started.telemetry = startTelemetry();
    started.provider = await startFakeProvider();
    ends.push(
      () => stage.provider().close(),
      () => stage.telemetry().shutdown(),
    );
  });
  beforeEach(async () => {
    endOpenStreams(0, Date.now());
    stage.provider().clear();
    await stage.telemetry().clear();
    operations.length = 0;
  });
  afterAll(async () => {
    for (const end of ends) await end();
  });
  return stage;
}

function there<Value>(value: Value | undefined): Value {
  if (value === undefined) throw new Error("the stage is set when the tests begin");
  return value;
}
