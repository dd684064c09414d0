// SPDX-License-Identifier: Apache-2.0
import { langfuseConfigFromEnv } from "@outlay/exporter-langfuse";
import { describe, expect, it } from "vitest";

const KEYS = { LANGFUSE_PUBLIC_KEY: "pk-lf-public", LANGFUSE_SECRET_KEY: "sk-lf-hush" };

describe("langfuseConfigFromEnv", () => {
  it("needs two keys and nothing else", () => {
    expect(langfuseConfigFromEnv(KEYS)).toEqual({
      config: {
        endpoint: "https://cloud.langfuse.com/api/public/otel/v1/traces",
        headers: {
          Authorization: `Basic ${Buffer.from("pk-lf-public:sk-lf-hush").toString("base64")}`,
          "x-langfuse-ingestion-version": "4",
        },
      },
      problems: [],
    });
  });

  it.each([
    [{ LANGFUSE_BASE_URL: "https://us.cloud.langfuse.com" }, "https://us.cloud.langfuse.com"],
    [{ LANGFUSE_BASE_URL: " http://localhost:3000/ " }, "http://localhost:3000"],
    [{ LANGFUSE_BASE_URL: "https://example.com/langfuse//" }, "https://example.com/langfuse"],
    [{ LANGFUSE_BASE_URL: "https://example.com/api/public/otel" }, "https://example.com"],
    [{ LANGFUSE_BASE_URL: "https://example.com/api/public/otel/v1/traces" }, "https://example.com"],
    [{ LANGFUSE_BASEURL: "https://a.example", LANGFUSE_HOST: "https://b.example" }, "https://a.example"],
    [{ LANGFUSE_HOST: "https://b.example" }, "https://b.example"],
    [{ LANGFUSE_BASE_URL: "", LANGFUSE_HOST: "https://b.example" }, "https://b.example"],
  ])("sends to the base URL of %j", (env, baseUrl) => {
    const { config, problems } = langfuseConfigFromEnv({ ...KEYS, ...env });
    expect(problems).toEqual([]);
    expect(config?.endpoint).toBe(`${baseUrl}/api/public/otel/v1/traces`);
  });

  it("passes environment and release on", () => {
    const env = { ...KEYS, LANGFUSE_TRACING_ENVIRONMENT: "staging", LANGFUSE_RELEASE: "v7" };
    expect(langfuseConfigFromEnv(env).config).toMatchObject({ environment: "staging", release: "v7" });
  });

  it.each([
    [{}],
    [{ LANGFUSE_PUBLIC_KEY: " ", LANGFUSE_SECRET_KEY: "" }],
    [{ ...KEYS, LANGFUSE_TRACING_ENABLED: "False" }],
  ])("is not asked for by %j", (env) => {
    expect(langfuseConfigFromEnv(env)).toEqual({ problems: [] });
  });

  it.each([
    [{ LANGFUSE_PUBLIC_KEY: KEYS.LANGFUSE_PUBLIC_KEY }, /^LANGFUSE_SECRET_KEY is not set/],
    [{ LANGFUSE_SECRET_KEY: KEYS.LANGFUSE_SECRET_KEY }, /^LANGFUSE_PUBLIC_KEY is not set/],
    [{ LANGFUSE_PUBLIC_KEY: "sk-lf-hush", LANGFUSE_SECRET_KEY: "pk-lf-public" }, /swapped/],
    [{ ...KEYS, LANGFUSE_BASE_URL: "cloud.langfuse.com" }, /^LANGFUSE_BASE_URL is not a URL/],
    [{ ...KEYS, LANGFUSE_BASE_URL: "ftp://example.com" }, /^LANGFUSE_BASE_URL is not a URL/],
    [{ ...KEYS, LANGFUSE_HOST: "https://user:hush@example.com" }, /^LANGFUSE_HOST is not a URL/],
  ])("says what is wrong with %j, and no secret", (env, problem) => {
    const { config, problems } = langfuseConfigFromEnv(env);
    expect(config).toBeUndefined();
    expect(problems).toEqual([expect.stringMatching(problem)]);
    expect(problems.join()).not.toContain("hush");
  });
});
