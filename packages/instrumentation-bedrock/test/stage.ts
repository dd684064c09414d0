// SPDX-License-Identifier: Apache-2.0
import { startTelemetry } from "@outlay-test/conformance";
import { startFakeProvider } from "@outlay-test/fake-provider";
import type { FakeProvider } from "@outlay-test/fake-provider";
import { BedrockInstrumentation } from "@outlay/instrumentation-bedrock";
import { observeOperations } from "@outlay/core";
import type { Operation } from "@outlay/core";
import { afterAll, afterEach, beforeAll, beforeEach, expect } from "vitest";

import { clientConfig, loadSdk } from "./load-sdk.ts";
import type { Client, Sdk } from "./load-sdk.ts";

/** A fake provider, the newest SDK under the instrumentation, and what it told. */
export interface Stage {
  provider: FakeProvider;
  sdk: Sdk;
  readonly operations: Operation[];
  /** Attributes of the only span. */
  readonly attributes: () => Promise<Readonly<Record<string, unknown>>>;
  readonly client: () => Client;
}

/** Sets the stage for the tests of a file. */
export function onStage(): Stage {
  const operations: Operation[] = [];
  let telemetry: ReturnType<typeof startTelemetry>;
  let leave: () => void;
  const stage: Partial<Stage> & Omit<Stage, "provider" | "sdk"> = {
    operations,
    attributes: async () => {
      const spans = await telemetry.spans();
      expect(spans).toHaveLength(1);
      return spans[0]?.attributes ?? {};
    },
    client: () => {
      const { provider, sdk } = stage as Stage;
      return new sdk.BedrockRuntimeClient(clientConfig(provider));
    },
  };
  beforeAll(async () => {
    telemetry = startTelemetry();
    const instrumentation = new BedrockInstrumentation();
    const unobserve = observeOperations({ operationEnded: (operation) => operations.push(operation) });
    leave = () => {
      unobserve();
      instrumentation.disable();
    };
    stage.provider = await startFakeProvider();
    stage.sdk = await loadSdk("CommonJS");
  });
  beforeEach(async () => {
    operations.length = 0;
    await telemetry.clear();
  });
  afterEach(() => expect((stage as Stage).provider.remainingSteps).toEqual([]));
  afterAll(async () => {
    leave();
    await (stage as Stage).provider.close();
    await telemetry.shutdown();
  });
  return stage as Stage;
}
