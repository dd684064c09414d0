// SPDX-License-Identifier: Apache-2.0
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";

import { SpanKind } from "@opentelemetry/api";
import { OTEL_SDKS, recordSpans } from "@outlay-test/otel-sdks";
import { FileSpanExporter } from "@outlay/exporter-file";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { parse } from "yaml";

import { lineWith, outlay } from "./run.ts";

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "outlay-unpriced-"));
});
afterAll(() => rm(folder, { recursive: true }));

interface Call {
  readonly model: string;
  readonly input?: number;
  readonly more?: Readonly<Record<string, string | number>>;
}

function chat({ model, input, more = {} }: Call): Parameters<typeof recordSpans>[1] {
  const counts = input === undefined ? {} : { "gen_ai.usage.input_tokens": input, "gen_ai.usage.output_tokens": 10 };
  const name = { "gen_ai.operation.name": "chat", "gen_ai.provider.name": "openai", "gen_ai.request.model": model };
  return { name: `chat ${model}`, attributes: { ...name, ...counts, ...more } };
}

const CALLS: readonly Call[] = [
  { model: "gpt-5.1", input: 100 },
  { model: "gpt-5-ultra-x", input: 1000, more: { "gen_ai.usage.cache_read.input_tokens": 400 } },
  { model: "gpt-5-ultra-x", input: 2000 },
  { model: "routed", input: 5, more: { "outlay.cost.status": "provider_reported" } },
  { model: "twice", input: 5, more: { "outlay.cost.duplicate_of": "00f067aa0ba902b7" } },
  { model: "gpt-5.1" },
  { model: "no: plain name", input: 7 },
];

async function record(file: string): Promise<string> {
  const path = join(folder, file);
  for (const sdk of OTEL_SDKS) {
    const provider = sdk.provider({ exporter: new FileSpanExporter({ path }), batch: true });
    recordSpans(provider.getTracer("app"), { name: "request", children: CALLS.map(chat) });
    await provider.shutdown();
  }
  return path;
}

const FOUND = [
  {
    model: "gpt-5-ultra-x",
    reason: "unknown_model",
    requests: 4,
    inputTokens: 6000,
    outputTokens: 40,
    cacheReadTokens: 800,
  },
  { model: "gpt-5.1", reason: "usage_missing", requests: 2, inputTokens: 0 },
  { model: "no: plain name", reason: "unknown_model", requests: 2, inputTokens: 14 },
];

describe("outlay prices unpriced", () => {
  it("gathers calls without a price from what the file exporter wrote, plain, compressed and from stdin", async () => {
    const path = await record("spans.jsonl");
    const bytes = await readFile(path);
    const compressed = join(folder, "spans.gz");
    await writeFile(compressed, gzipSync(bytes));
    const halves = [bytes.subarray(0, 1), bytes.subarray(1)];
    for (const ran of [
      await outlay(["prices", "unpriced", path, "--json"]),
      await outlay(["prices", "unpriced", compressed, "--json"]),
      await outlay(["prices", "unpriced", "-", "--json"], { stdin: halves }),
      await outlay(["prices", "unpriced", "-", "--json"], { stdin: [gzipSync(bytes)] }),
    ]) {
      expect(ran).toMatchObject({ exitCode: 1, stderr: "" });
      expect(JSON.parse(ran.stdout)).toMatchObject({ calls: 12, models: FOUND });
    }
  });

  it("writes lines that give the calls a price once they are filled in, and none before", async () => {
    const path = await record("fill.jsonl");
    const { stdout } = await outlay(["prices", "unpriced", path]);
    expect(lineWith("openai gpt-5-ultra-x", stdout)).toBe("openai gpt-5-ultra-x 4 6,000 40 unknown_model");
    expect(lineWith("of 12 calls", stdout)).toBe("8 of 12 calls have no price, which is not zero:");
    const pasted = stdout.slice(stdout.indexOf("\nmodels:") + 1);
    expect(parse(pasted)).toMatchObject({
      models: [
        { model: "gpt-5-ultra-x", prices: [{ rates: { input: "FILL_IN", cacheRead: "FILL_IN", output: "FILL_IN" } }] },
        { model: "no: plain name", prices: [{ rates: { input: "FILL_IN", output: "FILL_IN" } }] },
      ],
    });

    await writeFile(join(folder, "outlay.config.yaml"), "pricing: { file: prices.yaml }\n");
    await writeFile(join(folder, "prices.yaml"), pasted);
    const unfilled = await outlay(["prices", "unpriced", path, "--json"], { cwd: folder });
    expect(unfilled.stderr).toContain('rates.input: got "FILL_IN", expected USD per million tokens');
    expect(JSON.parse(unfilled.stdout)).toMatchObject({ models: [{ requests: 4 }, { requests: 2 }, { requests: 2 }] });

    await writeFile(join(folder, "prices.yaml"), pasted.replaceAll("FILL_IN", "1.5"));
    const filled = await outlay(["prices", "unpriced", path, "--json"], { cwd: folder });
    expect(filled.stderr).toBe("");
    expect(JSON.parse(filled.stdout)).toMatchObject({ models: [{ model: "gpt-5.1", reason: "usage_missing" }] });
  });

  it.each(OTEL_SDKS)(
    "tells calls by the kind of their spans and the version of their emitter, on SDK $major",
    async (sdk) => {
      const path = join(folder, `kinds-${sdk.major}.jsonl`);
      const agent = (model: string, kind: SpanKind) => ({
        ...chat({ model, input: 5, more: { "gen_ai.operation.name": "invoke_agent" } }),
        kind,
      });
      const cached = chat({
        model: "cached",
        input: 5000,
        more: { "gen_ai.provider.name": "anthropic", "gen_ai.usage.cache_read.input_tokens": 1000 },
      });
      const provider = sdk.provider({ exporter: new FileSpanExporter({ path }), batch: true });
      recordSpans(provider.getTracer("app"), agent("remote", SpanKind.CLIENT));
      recordSpans(provider.getTracer("app"), agent("here", SpanKind.INTERNAL));
      recordSpans(provider.getTracer("@traceloop/instrumentation-anthropic", "0.27.0"), cached);
      await provider.shutdown();
      const { stdout } = await outlay(["prices", "unpriced", path, "--json"]);
      expect(JSON.parse(stdout)).toMatchObject({
        calls: 2,
        models: [
          { model: "cached", inputTokens: 6000 },
          { model: "remote", inputTokens: 5 },
        ],
      });
    },
  );

  it("says which lines are something else, and reads on", async () => {
    const bytes = await readFile(await record("mixed.jsonl"), "utf8");
    const stdin = [
      Buffer.from(`{"resourceSpans":\n[]\n\n{"resourceSpans":[null,{"scopeSpans":[{"spans":[7]}]}]}\n${bytes}`),
    ];
    const { stdout, stderr } = await outlay(["prices", "unpriced", "-", "--json"], { stdin });
    expect(stderr.split("\n")).toEqual([
      'outlay: -:1: got no OTLP JSON, expected {"resourceSpans":[…]}; skipped',
      'outlay: -:2: got no OTLP JSON, expected {"resourceSpans":[…]}; skipped',
      "",
    ]);
    expect(JSON.parse(stdout)).toMatchObject({ models: FOUND });
  });

  it("refuses a compressed file that is cut off or damaged", async () => {
    const bytes = gzipSync(await readFile(await record("whole.jsonl")));
    const damaged = Buffer.from(bytes).fill(0, 40, 60);
    for (const stdin of [[bytes.subarray(0, bytes.length / 2)], [damaged]]) {
      const { exitCode, stdout, stderr } = await outlay(["prices", "unpriced", "-"], { stdin });
      expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: "" });
      expect(stderr).toMatch(
        /^outlay prices unpriced: -: got a file that cannot be read \(Z_\w+\), expected OTLP JSON lines/,
      );
    }
  });

  it("is content with calls that all have a price, and with none", async () => {
    const empty = await outlay(["prices", "unpriced", "-"], { stdin: [] });
    expect(empty).toMatchObject({ exitCode: 0, stdout: "No calls of models were found.\n" });
  });
});
