// SPDX-License-Identifier: Apache-2.0
import { startFakeProvider } from "@outlay-test/fake-provider";
import { startOtlpReceiver } from "@outlay-test/otlp-receiver";
import type { ReceivedSpan } from "@outlay-test/otlp-receiver";
import { describe, expect, it } from "vitest";

import { runApp } from "./run-app.ts";

const KEY = "a secret of at least sixteen characters";

async function spansWith(env: Record<string, string>): Promise<readonly ReceivedSpan[]> {
  await using provider = await startFakeProvider();
  const receiver = await startOtlpReceiver();
  const result = await runApp("chat.mjs", {
    env: {
      OPENAI_API_KEY: "sk-test",
      OPENAI_BASE_URL: provider.openaiBaseUrl,
      ANTHROPIC_API_KEY: "sk-ant-test",
      ANTHROPIC_BASE_URL: provider.anthropicBaseUrl,
      OTEL_EXPORTER_OTLP_ENDPOINT: receiver.url,
      ...env,
    },
  });
  expect(result).toMatchObject({ exitCode: 0, stdout: "done\n", stderr: "" });
  const { spans } = receiver;
  await receiver.close();
  return spans;
}

const promptsOf = (spans: readonly ReceivedSpan[]): readonly unknown[] =>
  spans.map(({ attributes }) => [attributes["outlay.prompt.key_id"], attributes["outlay.prompt.blocks"]]);

describe("hashes of prompts", () => {
  it("are on spans where that is asked for, and compare between processes with one key", async () => {
    const asked = { OUTLAY_PROMPT_FINGERPRINTS: "span", OUTLAY_FINGERPRINT_KEY: KEY };
    const [one, other] = [await spansWith(asked), await spansWith(asked)];
    expect(promptsOf(one).flat().flat()).not.toContain(undefined);
    expect(promptsOf(one)).toEqual(promptsOf(other));
    expect(JSON.stringify(one.map(({ attributes, resource }) => [attributes, resource]))).not.toContain(KEY);
  });

  it("do not compare without one", async () => {
    const asked = { OUTLAY_PROMPT_FINGERPRINTS: "span" };
    const [one, other] = [await spansWith(asked), await spansWith(asked)];
    expect(promptsOf(one)).not.toEqual(promptsOf(other));
  });

  it("are not on spans by default", async () => {
    const names = (await spansWith({})).flatMap(({ attributes }) => Object.keys(attributes));
    expect(names).toContain("outlay.cost.status");
    expect(names.filter((name) => name.startsWith("outlay.prompt."))).toEqual([]);
  });
});
