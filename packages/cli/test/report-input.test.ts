// SPDX-License-Identifier: Apache-2.0
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";

import { afterAll, beforeAll, describe, expect, it } from "vitest";

import { otlpLine } from "./otlp-line.ts";
import { lineWith, outlay } from "./run.ts";
import type { Place } from "./run.ts";

/** $3 in and $15 out a million: $0.045 a call. */
const CALL = {
  "gen_ai.provider.name": "anthropic",
  "gen_ai.request.model": "claude-sonnet-4-5",
  "gen_ai.usage.input_tokens": 10_000,
  "gen_ai.usage.output_tokens": 1_000,
};
const USD = 0.045;

interface JsonReport {
  readonly total: Readonly<Record<string, unknown>>;
  readonly input: {
    readonly spans: number;
    readonly duplicates: number;
    readonly repeated: number;
    readonly files: readonly { readonly name: string; readonly left_out: number; readonly first_left_out: object[] }[];
  };
  readonly tables: Readonly<Record<string, { readonly rows: readonly Readonly<Record<string, unknown>>[] }>>;
}

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "outlay-input-"));
});
afterAll(() => rm(folder, { recursive: true }));

/** A report over a text that is read as a file. */
async function reportOn(
  content: string | Uint8Array,
  { name = "spans.jsonl", ...place }: Place & { readonly name?: string } = {},
): Promise<{ readonly report: JsonReport; readonly exitCode: number; readonly stderr: string }> {
  await writeFile(join(folder, name), content);
  const { stdout, stderr, exitCode } = await outlay(["report", name, "--json"], { cwd: folder, ...place });
  return { report: JSON.parse(stdout) as JsonReport, exitCode, stderr };
}

const calls = (count: number): string => otlpLine(Array.from({ length: count }, () => ({ attributes: CALL })));
const pretty = (line: string): string => JSON.stringify(JSON.parse(line), undefined, 2);

describe("outlay report reads", () => {
  it.each<[string, () => string | Uint8Array]>([
    ["OTLP JSON lines", () => `${calls(1)}\n${calls(2)}\n`],
    ["lines that end in CRLF, and blank ones", () => `\r\n${calls(1)}\r\n\r\n${calls(2)}\r\n`],
    ["a last line without an end", () => `${calls(1)}\n${calls(2)}`],
    ["a byte-order mark", () => `\uFEFF${calls(3)}\n`],
    ["one document over many lines", () => pretty(calls(3))],
    ["an array of documents", () => `[${calls(1)},${calls(2)}]`],
    ["an array over many lines", () => `[\n${pretty(calls(1))},\n${pretty(calls(2))}\n]\n`],
    ["what is compressed, whatever it is called", () => gzipSync(`${calls(1)}\n${calls(2)}\n`)],
  ])("%s", async (_layout, content) => {
    const { report, exitCode } = await reportOn(content());
    expect(report.total).toMatchObject({ calls: 3, cost_usd: 3 * USD });
    expect(report.input.files).toMatchObject([{ left_out: 0 }]);
    expect(exitCode).toBe(0);
  });

  it("standard input, in pieces that end anywhere", async () => {
    const bytes = Buffer.from(`${calls(1)}\n${calls(2)}\n`);
    const stdin = Array.from({ length: Math.ceil(bytes.length / 7) }, (_, index) =>
      bytes.subarray(index * 7, index * 7 + 7),
    );
    const { stdout } = await outlay(["report", "-", "--json"], { cwd: folder, stdin });
    expect((JSON.parse(stdout) as JsonReport).total).toMatchObject({ calls: 3, cost_usd: 3 * USD });
  });

  it("all span files below a folder, and nothing else", async () => {
    await mkdir(join(folder, "recorded/day"), { recursive: true });
    await writeFile(join(folder, "recorded/a.jsonl"), `${calls(1)}\n`);
    await writeFile(join(folder, "recorded/day/b.jsonl.gz"), gzipSync(`${calls(2)}\n`));
    await writeFile(join(folder, "recorded/README.md"), "not spans");
    const { stdout } = await outlay(["report", "recorded", "--json"], { cwd: folder });
    const { total, input } = JSON.parse(stdout) as JsonReport;
    expect(total).toMatchObject({ calls: 3 });
    expect(input.files.map(({ name }) => name)).toEqual([
      join("recorded", "a.jsonl"),
      join("recorded", "day", "b.jsonl.gz"),
    ]);
  });
});

describe("what outlay report cannot read is told by line, and the rest is reported:", () => {
  const good = (): string => calls(1);

  it.each<[string, () => string, number, object[]]>([
    [
      "a line that is cut off in the middle",
      () => `${good()}\n${good().slice(0, 300)}\n${good()}\n`,
      2,
      [{ line: 2, reason: "not_otlp" }],
    ],
    [
      "a file that ends in the middle of a line",
      () => `${good()}\n${good()}\n${good().slice(0, 300)}`,
      2,
      [{ line: 3, reason: "cut_off" }],
    ],
    ["JSON of something else", () => `${good()}\n{"hello":1}\n`, 1, [{ line: 2, reason: "not_otlp" }]],
    ["no JSON at all", () => `${good()}\nINFO listening\n${good()}\n`, 2, [{ line: 2, reason: "not_otlp" }]],
  ])("%s", async (_damage, content, expectedCalls, damages) => {
    const { report, exitCode } = await reportOn(content());
    expect(report.total).toMatchObject({ calls: expectedCalls, cost_usd: expectedCalls * USD });
    expect(report.input.files).toMatchObject([{ left_out: damages.length, first_left_out: damages }]);
    expect(exitCode).toBe(1);
  });

  it("compressed data that is cut off", async () => {
    const whole = gzipSync(Array.from({ length: 400 }, () => `${calls(1)}\n`).join(""));
    const { report, exitCode } = await reportOn(whole.subarray(0, whole.length - 200), { name: "cut.jsonl.gz" });
    expect(report.total["calls"]).toBeGreaterThan(0);
    expect(report.input.files[0]?.first_left_out[0]).toMatchObject({ reason: "compression" });
    expect(exitCode).toBe(1);
  });

  it("by name and line in the terminal", async () => {
    await writeFile(join(folder, "broken.jsonl"), `${good()}\n{"hello":1}\n`);
    const { stdout } = await outlay(["report", "broken.jsonl"], { cwd: folder, columns: 160 });
    expect(lineWith("left out", stdout)).toContain('broken.jsonl:2: got no OTLP JSON, expected {"resourceSpans":[…]}');
  });

  it("a file that is not there is an error, and names it", async () => {
    const { exitCode, stderr } = await outlay(["report", "nowhere.jsonl"], { cwd: folder });
    expect(exitCode).toBe(2);
    expect(stderr).toContain("nowhere.jsonl: got a file that cannot be read (ENOENT)");
  });
});

describe("spans that are odd", () => {
  it("count once when they are there twice", async () => {
    const line = calls(2);
    const { report } = await reportOn(`${line}\n${line}\n`);
    expect(report.total).toMatchObject({ calls: 2, cost_usd: 2 * USD });
    expect(report.input).toMatchObject({ spans: 4, repeated: 2 });
  });

  it("are billed by the innermost call, whichever is written first", async () => {
    const [inner, outer] = ["1111111111111111", "2222222222222222"];
    const traceId = "0af7651916cd43dd8448eb211c80319c";
    const call = (spanId: string, parentSpanId: string | undefined, endMs: number): object => ({
      traceId,
      spanId,
      ...(parentSpanId !== undefined && { parentSpanId }),
      name: "chat",
      startTimeUnixNano: "1763632800000000000",
      endTimeUnixNano: String(1_763_632_800_000_000_000n + BigInt(endMs) * 1_000_000n),
      attributes: Object.entries({ "gen_ai.operation.name": "chat", ...CALL }).map(([key, value]) => ({
        key,
        value: typeof value === "string" ? { stringValue: value } : { intValue: String(value) },
      })),
    });
    const document = (spans: readonly object[]): string =>
      JSON.stringify({ resourceSpans: [{ scopeSpans: [{ scope: { name: "app" }, spans }] }] });
    const spans = [call(outer, undefined, 900), call(inner, outer, 800)];
    for (const content of [
      document(spans),
      document(spans.toReversed()),
      spans
        .toReversed()
        .map((span) => document([span]))
        .join("\n"),
    ]) {
      const { report } = await reportOn(content);
      expect(report.total).toMatchObject({ calls: 1, cost_usd: USD });
      expect(report.input.duplicates).toBe(1);
    }
  });

  it("have no negative duration and no amount of nothing when clocks are wrong and usage is missing", async () => {
    const { "gen_ai.usage.input_tokens": _input, "gen_ai.usage.output_tokens": _output, ...bare } = CALL;
    const line = otlpLine([{ attributes: bare }, { attributes: CALL }]);
    const skewed = line.replaceAll(/"endTimeUnixNano":"\d+"/g, '"endTimeUnixNano":"1000000"');
    const { report } = await reportOn(`${skewed}\n`);
    expect(report.total).toMatchObject({ calls: 2, unpriced_calls: 1, cost_usd: USD });
    expect(JSON.stringify(report)).not.toMatch(/"[a-z_]*_ms":-/);
    const { stdout } = await outlay(["report", "spans.jsonl"], { cwd: folder, columns: 120 });
    expect(lineWith("unpriced", stdout)).toContain(
      "1 of 2 calls have no price, which is not zero, 1 of them without usage",
    );
  });

  it("may be of users that are called like something of the language", async () => {
    const users = ["__proto__", "constructor", "toString", "hasOwnProperty", "<script>", "=1+1"];
    const line = otlpLine(users.map((user) => ({ attributes: { ...CALL, "user.id": user } })));
    const { report } = await reportOn(`${line}\n`);
    expect(report.tables["by_user"]?.rows.map(({ user }) => user).toSorted()).toEqual(users.toSorted());
    const csv = await outlay(["report", "spans.jsonl", "--csv", "--table", "by_user"], { cwd: folder });
    expect(csv.stdout).toContain("'=1+1");
  });

  it("may be of more sessions than a report has rows: the others are one row, and nothing is lost", async () => {
    const sessions = 20_000;
    const lines = Array.from({ length: sessions / 100 }, (_, line) =>
      otlpLine(
        Array.from({ length: 100 }, (_call, index) => ({
          attributes: { ...CALL, "session.id": `s-${line * 100 + index}` },
        })),
      ),
    );
    const { report } = await reportOn(lines.join("\n"));
    const rows = report.tables["by_session"]?.rows ?? [];
    expect(rows.filter(({ row }) => row === "group")).toHaveLength(20);
    const sum = rows.reduce((total, { calls: count }) => total + Number(count), 0);
    expect(sum).toBe(sessions);
    expect(report.total["cost_usd"]).toBeCloseTo(sessions * USD, 6);
  });
});
