// SPDX-License-Identifier: Apache-2.0
import { apiVersion, describeUnderOtel2 } from "@outlay-test/conformance/otel-2";
import { afterEach, expect } from "vitest";

await describeUnderOtel2(async () => {
  const { LangChainInstrumentation } = await import("@outlay/instrumentation-langchain");
  const { subjectsOf } = await import("./subjects.ts");
  return {
    name: "@outlay/instrumentation-langchain",
    instrument: (config) => new LangChainInstrumentation(config),
    subjects: [...subjectsOf("ESM").slice(-1), ...subjectsOf("CommonJS").slice(1, 2)],
  };
});

afterEach(() => expect(apiVersion()).toBe("1.9.1"));
