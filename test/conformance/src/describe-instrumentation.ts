// SPDX-License-Identifier: Apache-2.0
import { startFakeProvider } from "@outlay-test/fake-provider";
import type { OtelSdk } from "@outlay-test/otel-sdks";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect } from "vitest";

import { callCases } from "./cases/calls.ts";
import { contentCases } from "./cases/content.ts";
import { failureCases } from "./cases/failures.ts";
import { lifecycleCases } from "./cases/lifecycle.ts";
import { policyCases } from "./cases/policies.ts";
import { promptCases } from "./cases/prompts.ts";
import { streamCases } from "./cases/streams.ts";
import { variantCases } from "./cases/variants.ts";
import { wireCases } from "./cases/wire.ts";
import type { InstrumentationContract } from "./contract.ts";
import { Suite } from "./suite.ts";
import type { Stage } from "./suite.ts";
import { startTelemetry } from "./telemetry.ts";

/** Which OpenTelemetry SDK the application of the tests uses. */
export interface DescribeOptions {
  /** @defaultValue "3.x" */
  readonly otelSdk?: OtelSdk["major"];
}

const LESSER_CASES = [callCases, streamCases, variantCases, wireCases, policyCases, promptCases];
const CASES = [...LESSER_CASES, failureCases, contentCases, lifecycleCases];

/**
 * Declares the tests that every instrumentation has to pass: real SDK builds over real HTTP to the fake provider,
 * in an application with a registered OpenTelemetry SDK.
 */
export function describeInstrumentation(contract: InstrumentationContract, options: DescribeOptions = {}): void {
  const { otelSdk = "3.x" } = options;
  describe(`${contract.name} under OpenTelemetry SDK ${otelSdk}`, () => {
    let stage: Stage | undefined;
    const onStage = (): Stage => {
      if (stage === undefined) throw new Error("the suite has not started");
      return stage;
    };

    const replaceProvider = async (): Promise<void> => {
      await onStage().provider.close();
      stage = { ...onStage(), provider: await startFakeProvider() };
    };

    beforeAll(async () => {
      const telemetry = startTelemetry(otelSdk);
      const provider = await startFakeProvider();
      stage = { contract, telemetry, provider, instrumentation: contract.instrument() };
      for (const subject of contract.subjects) await subject.load();
    });
    afterAll(async () => {
      onStage().instrumentation.disable();
      await onStage().provider.close();
      await onStage().telemetry.shutdown();
    });
    beforeEach(async () => {
      await onStage().telemetry.clear();
      // What a failed test left behind is not to fail the next one.
      if (onStage().provider.remainingSteps.length > 0) await replaceProvider();
    });
    afterEach(() => expect(onStage().provider.remainingSteps).toEqual([]));

    describe.each(contract.subjects)("$name", (subject) => {
      describe.each(subject.surfaces)("$name", (surface) => {
        const suite = new Suite(surface, onStage);
        for (const declare of surface.lesser === true ? LESSER_CASES : CASES) declare(suite);
      });
    });
  });
}
