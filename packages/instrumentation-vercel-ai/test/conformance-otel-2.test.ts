// SPDX-License-Identifier: Apache-2.0
import { apiVersion, describeUnderOtel2 } from "@outlay-test/conformance/otel-2";
import { afterEach, expect } from "vitest";

await describeUnderOtel2(async () => {
  const { VercelAIInstrumentation } = await import("@outlay/instrumentation-vercel-ai");
  const { subjectsOf } = await import("./subjects.ts");
  return {
    name: "@outlay/instrumentation-vercel-ai",
    instrument: (config) => new VercelAIInstrumentation(config),
    subjects: [...subjectsOf("ESM").slice(-1), ...subjectsOf("CommonJS").slice(0, 1)],
  };
});

afterEach(() => expect(apiVersion()).toBe("1.9.1"));
