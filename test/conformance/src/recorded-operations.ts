// SPDX-License-Identifier: Apache-2.0
import { startFakeProvider } from "@outlay-test/fake-provider";
import type { FakeProvider } from "@outlay-test/fake-provider";
import { observeOperations } from "@outlay/core";
import type { Operation, SdkInstrumentation } from "@outlay/core";
import { afterAll, beforeAll, beforeEach } from "vitest";

/** What the tests of one file share; call it at the top of the file. */
export interface RecordedOperations {
  /** Those of the test that runs, as they ended. */
  readonly operations: readonly Operation[];
  /** Running while tests do. */
  readonly provider: () => FakeProvider;
}

/** Starts a fake provider, and records what an instrumentation tells of calls, without any SDK of OpenTelemetry. */
export function recordOperations(instrument: () => SdkInstrumentation): RecordedOperations {
  const operations: Operation[] = [];
  const instrumentation = instrument();
  const stop = observeOperations({ operationEnded: (operation) => operations.push(operation) });
  let running: FakeProvider | undefined;
  beforeAll(async () => {
    running = await startFakeProvider();
  });
  afterAll(async () => {
    stop();
    instrumentation.disable();
    await running?.close();
  });
  beforeEach(() => {
    operations.length = 0;
    running?.clear();
  });
  return {
    operations,
    provider: () => {
      if (running === undefined) throw new Error("the provider runs while tests do");
      return running;
    },
  };
}
