// SPDX-License-Identifier: Apache-2.0
import { apiVersion, describeUnderOtel2 } from "@outlay-test/conformance/otel-2";
import { afterEach, expect } from "vitest";

await describeUnderOtel2(async () => {
  const { BedrockInstrumentation } = await import("@outlay/instrumentation-bedrock");
  const { subjectsOf } = await import("./subjects.ts");
  return {
    name: "@outlay/instrumentation-bedrock",
    instrument: (config) => new BedrockInstrumentation(config),
    subjects: [...subjectsOf("ESM"), ...subjectsOf("CommonJS").slice(1, 2)],
  };
});

afterEach(() => expect(apiVersion()).toBe("1.9.1"));
