// SPDX-License-Identifier: Apache-2.0
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { startOtlpReceiver } from "@outlay-test/otlp-receiver";
import { afterEach, beforeEach, describe, expect, it } from "vitest";

import { otlpLine } from "./otlp-line.ts";
import { outlay } from "./run.ts";
import type { Ran } from "./run.ts";

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "outlay-doctor-"));
  await install("@outlay/node", "0.1.0");
});
afterEach(() => rm(folder, { recursive: true }));

async function install(name: string, version: string, inside = folder): Promise<void> {
  const path = join(inside, "node_modules", name);
  await mkdir(path, { recursive: true });
  await writeFile(join(path, "package.json"), JSON.stringify({ name, version }));
}

function doctor(env: Readonly<Record<string, string>> = {}, ...args: readonly string[]): Promise<Ran> {
  return outlay(["doctor", ...args], { cwd: folder, env, columns: 400 });
}

describe("outlay doctor", () => {
  it("is content with a project that is set up", async () => {
    await install("openai", "7.57.0");
    await install("@anthropic-ai/sdk", "1.12.0");
    const { exitCode, stdout, stderr } = await doctor({ NODE_OPTIONS: "--require @outlay/node/register" });
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: "" });
    expect(stdout.replaceAll(/\d{4}-\d{2}-\d{2}\.\w{8}/g, "VERSION").replace(process.versions.node, "NODE")).toBe(
      [
        "Runtime",
        "  ok Node NODE",
        "  ok @outlay/node 0.1.0 is installed",
        "  ok NODE_OPTIONS names the preload",
        "  ok price table VERSION",
        "",
        "SDKs",
        "  ok openai 7.57.0 is traced",
        "  ok @anthropic-ai/sdk 1.12.0 is traced",
        "",
        "Configuration",
        "  -  no outlay.config.yaml here: environment variables and defaults hold",
        "",
        "Spans go to",
        "  ok the terminal, as a tree on stderr",
        "",
        "Prices",
        "  -  no calls are recorded here: name files of spans to see whether their models have prices",
        "",
        "Traced twice",
        "  ok nothing else traces calls here",
        "",
        "all good",
        "",
      ].join("\n"),
    );
  });

  it.each([
    ["openai", "4.19.0", "ok openai 4.19.0 is traced", 0],
    ["openai", "4.18.0", "x  openai 4.18.0 is not traced: expected >=4.19.0 <8", 1],
    ["openai", "8.0.0", "x  openai 8.0.0 is not traced: expected >=4.19.0 <8", 1],
    ["@anthropic-ai/sdk", "2.0.0", "x  @anthropic-ai/sdk 2.0.0 is not traced: expected >=0.27.0 <2", 1],
  ])("knows whether %s %s is traced", async (name, version, line, code) => {
    await install(name, version);
    const { exitCode, stdout } = await doctor();
    expect(stdout).toContain(line);
    expect(exitCode).toBe(code);
  });

  it("finds SDKs in a folder above, and says which are switched off", async () => {
    await install("openai", "7.0.0");
    await mkdir(join(folder, "services/api"), { recursive: true });
    const { stdout } = await outlay(["doctor"], {
      cwd: join(folder, "services/api"),
      env: { OUTLAY_INSTRUMENTATIONS: "anthropic" },
    });
    expect(stdout).toContain("openai 7.0.0 is not traced: instrumentations.openai is off");
  });

  it("tells every mistake in the configuration with its line", async () => {
    await writeFile(join(folder, "outlay.config.yaml"), "version: 1\nmode: obsrve\n");
    const { exitCode, stdout } = await doctor({ OUTLAY_CONSOLE: "perhaps" });
    expect(exitCode).toBe(1);
    expect(stdout).toMatch(/x {2}outlay\.config\.yaml:2:7 mode: got "obsrve", expected observe, shadow or enforce/);
    expect(stdout).toMatch(/x {2}OUTLAY_CONSOLE: got "perhaps", expected/);
  });

  it.each([
    ["enforce", "block", "its calls are refused"],
    ["shadow", "block", "what its calls cost is not counted"],
    ["enforce", "count", "what its calls cost is not counted"],
    ["enforce", "{ assume: { usd_per_mtok: 15 } }", "calls are held at the price that is assumed"],
  ])(
    "warns of budgets for models without a price, in mode %s with unpriced: %s",
    async (mode, unpriced, consequence) => {
      await writeFile(
        join(folder, "outlay.config.yaml"),
        [
          "version: 1",
          `mode: ${mode}`,
          `pricing: { unpriced: ${unpriced} }`,
          "budgets:",
          "  - name: known",
          "    limit: { usd: 1 }",
          "    window: { every: day }",
          "    match: { gen_ai.request.model: [gpt-5-mini, gpt-5*] }",
          "    thresholds: [{ at: 100%, action: block }]",
          "  - name: ours",
          "    limit: { usd: 1 }",
          "    window: { every: day }",
          "    match:",
          "      gen_ai.request.model: [gpt-5-mini, our-own-model]",
          "  - { name: in-calls, limit: { calls: 5 }, window: { every: day }, match: { gen_ai.request.model: our-own-model } }",
          "",
        ].join("\n"),
      );
      const { exitCode, stdout } = await doctor();
      expect(stdout.split("\n").filter((line) => line.includes("has no price"))).toEqual([
        `  !  outlay.config.yaml:14: budget ours caps our-own-model, which has no price: ${consequence}; give it one in pricing.overrides`,
      ]);
      expect(exitCode).toBe(0);
    },
  );

  it("says where spans go, never with a key", async () => {
    await writeFile(
      join(folder, "outlay.config.yaml"),
      "exporters:\n  file: spans.jsonl\n  otlp:\n    - { endpoint: 'https://otlp.example.com/', headers: { x-api-key: secret1 } }\n",
    );
    const { stdout } = await doctor({
      OTEL_EXPORTER_OTLP_ENDPOINT: "http://user:secret2@localhost:4318/",
      OTEL_EXPORTER_OTLP_HEADERS: "authorization=secret3",
      LANGFUSE_PUBLIC_KEY: "pk-lf-secret4",
      LANGFUSE_SECRET_KEY: "sk-lf-secret5",
    });
    expect(stdout).toContain(
      [
        "Spans go to",
        "  -  OTLP http://localhost:4318/v1/traces (not tried; --connect does)",
        "  -  OTLP https://otlp.example.com/v1/traces (not tried; --connect does)",
        "  -  Langfuse https://cloud.langfuse.com (not tried; --connect does)",
        `  ok file ${join(folder, "spans.jsonl")}`,
        "",
      ].join("\n"),
    );
    expect(stdout).not.toContain("secret");
  });

  it("tries destinations when told to, with their keys", async () => {
    const receiver = await startOtlpReceiver();
    const env = { OTEL_EXPORTER_OTLP_ENDPOINT: receiver.url, OTEL_EXPORTER_OTLP_HEADERS: "x-api-key=k%3D1" };
    const reached = await doctor(env, "--connect");
    expect(reached.stdout).toContain(`ok OTLP ${receiver.url}/v1/traces answers`);
    expect(receiver.requests[0]?.headers).toMatchObject({ "x-api-key": "k=1" });
    await receiver.close();
    const gone = await doctor(env, "--connect");
    expect(gone.exitCode).toBe(1);
    expect(gone.stdout).toContain(`x  OTLP ${receiver.url}/v1/traces does not answer: ECONNREFUSED`);
  });

  it("sends a span that can be found again, and costs nothing", async () => {
    const receiver = await startOtlpReceiver();
    const { stdout, exitCode } = await doctor({ OTEL_EXPORTER_OTLP_ENDPOINT: receiver.url }, "--send-span");
    const [span] = receiver.spans;
    await receiver.close();
    expect(exitCode).toBe(0);
    expect(stdout).toContain(`ok OTLP ${receiver.url}/v1/traces took a span`);
    expect(stdout).toContain(`trace ${span?.traceId} has the span`);
    expect(span).toMatchObject({ name: "chat outlay-doctor", resource: { "service.name": "outlay-doctor" } });
    expect(Object.keys(span?.attributes ?? {}).filter((name) => name.includes("usage"))).toEqual([]);
  });

  it("names models of recorded calls that have no price, from the file that spans go to or from one that is named", async () => {
    const counts = { "gen_ai.usage.input_tokens": 10, "gen_ai.usage.output_tokens": 10 };
    const call = (model: string) =>
      otlpLine([{ attributes: { "gen_ai.response.model": model, "gen_ai.provider.name": "openai", ...counts } }]);
    const path = join(folder, "spans.jsonl");
    await writeFile(path, [call("gpt-5-mini"), call("gpt-5-ultra-x"), call("gpt-5-ultra-x")].join("\n"));
    const configured = await doctor({ OUTLAY_FILE: path });
    expect(configured.exitCode).toBe(0);
    expect(configured.stdout).toContain("!  openai gpt-5-ultra-x: 2 of 3 calls have no price (unknown_model)");
    expect((await doctor({}, path)).stdout).toContain("gpt-5-ultra-x: 2 of 3");
    await writeFile(path, call("gpt-5-mini"));
    expect((await doctor({}, path)).stdout).toContain("ok all 1 recorded calls have a price");
  });

  it("warns of whatever traces calls a second time", async () => {
    await install("@anthropic-ai/sdk", "0.134.0");
    await install("openlit", "1.0.0");
    await install("@opentelemetry/api", "1.9.0");
    await install("@opentelemetry/api", "1.10.0", join(folder, "node_modules/@outlay/node"));
    const { exitCode, stdout } = await doctor({ ANTHROPIC_OPEN_TELEMETRY: "true" });
    expect(exitCode).toBe(0);
    expect(stdout).toMatch(/- {2}ANTHROPIC_OPEN_TELEMETRY is set: where the Anthropic SDK traces a call itself/);
    expect(stdout).toMatch(/! {2}openlit 1\.0\.0 is installed and may trace the same calls/);
    expect(stdout).toMatch(/! {2}the program has @opentelemetry\/api 1\.9\.0 and Outlay 1\.10\.0/);
    expect(stdout).toMatch(/\nworks, with 2 warnings\n$/);
  });

  it("writes JSON", async () => {
    const { stdout } = await doctor({}, "--json");
    const { works, sections } = JSON.parse(stdout) as { works: boolean; sections: { title: string }[] };
    expect(works).toBe(true);
    expect(sections.map(({ title }) => title)).toEqual([
      "Runtime",
      "SDKs",
      "Configuration",
      "Spans go to",
      "Prices",
      "Traced twice",
    ]);
  });
});
