// SPDX-License-Identifier: Apache-2.0
import { spawn } from "node:child_process";
import type { ChildProcess } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { collectorBinary, CONFIG_FOLDER } from "./collector-binary.ts";
import { freePort } from "./free-port.ts";
import { writePrices } from "./write-prices.ts";

/** How {@link startCollector} starts one. */
export interface CollectorOptions {
  /** OTLP/HTTP base that spans are sent on to. */
  readonly backendUrl: string;
  /** Beside `gateway.yaml`; relative to `collector-config`, or `yaml:…` as the Collector takes it. */
  readonly overlays?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  /** In place of a folder of its own, which goes with the Collector. */
  readonly queueDirectory?: string;
  /** Prices of models that begin so, and no others: it starts in a quarter of the time. @defaultValue all prices */
  readonly models?: readonly string[];
  /** In place of the one that `collector-config/builder` builds. */
  readonly binary?: string;
}

const READY = "Everything is ready";
const START_TIMEOUT_MS = 50_000;

/** A Collector that runs `gateway.yaml`. */
export class RunningCollector implements AsyncDisposable {
  readonly otlpUrl: string;
  readonly prometheusUrl: string;
  readonly ownMetricsUrl: string;
  readonly #child: ChildProcess;
  readonly #folder: string;
  #log = "";

  constructor(child: ChildProcess, ports: Ports, folder: string) {
    this.#child = child;
    this.#folder = folder;
    this.otlpUrl = `http://127.0.0.1:${ports.otlp}`;
    this.prometheusUrl = `http://127.0.0.1:${ports.prometheus}/metrics`;
    this.ownMetricsUrl = `http://127.0.0.1:${ports.own}/metrics`;
    child.stderr?.on("data", (chunk: Buffer) => (this.#log += chunk.toString()));
  }

  /** Everything the Collector has said. */
  get log(): string {
    return this.#log;
  }

  get pid(): number | undefined {
    return this.#child.pid;
  }

  /**
   * Waits until it takes spans.
   *
   * @throws {Error} If it ends before, or does not get there in time, with what it said.
   */
  ready(): Promise<void> {
    return new Promise((resolve, reject) => {
      const fail = (): void => reject(new Error(`the Collector did not start:\n${this.#log.slice(-3000)}`));
      const timer = setTimeout(fail, START_TIMEOUT_MS);
      this.#child.once("exit", fail);
      this.#child.stderr?.on("data", () => {
        if (!this.#log.includes(READY)) return;
        clearTimeout(timer);
        resolve();
      });
    });
  }

  /** Sends OTLP/JSON. @returns The status of the answer. */
  async post(body: object, path = "/v1/traces"): Promise<number> {
    const response = await fetch(`${this.otlpUrl}${path}`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(body),
    });
    await response.arrayBuffer();
    return response.status;
  }

  /** Ends it with a signal and waits until it is gone. */
  async kill(signal: NodeJS.Signals): Promise<void> {
    if (this.#child.exitCode !== null || this.#child.signalCode !== null) return;
    const gone = once(this.#child, "exit");
    this.#child.kill(signal);
    await gone;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.kill("SIGKILL");
    await rm(this.#folder, { recursive: true, force: true });
  }
}

interface Ports {
  readonly otlp: number;
  readonly grpc: number;
  readonly prometheus: number;
  readonly own: number;
  readonly health: number;
}

/** Starts a Collector on free ports and waits until it takes spans. */
export async function startCollector(options: CollectorOptions): Promise<RunningCollector> {
  const binary = options.binary ?? (await collectorBinary());
  const [otlp = 0, grpc = 0, prometheus = 0, own = 0, health = 0] = await Promise.all(
    Array.from({ length: 5 }, () => freePort()),
  );
  const folder = await mkdtemp(join(tmpdir(), "outlay-collector-"));
  const child = spawn(
    binary,
    ["gateway.yaml", ...(options.overlays ?? [])].flatMap((config) => ["--config", config]),
    {
      cwd: CONFIG_FOLDER,
      stdio: ["ignore", "ignore", "pipe"],
      env: {
        ...process.env,
        OUTLAY_OTLP_HTTP_ENDPOINT: `127.0.0.1:${otlp}`,
        OUTLAY_OTLP_GRPC_ENDPOINT: `127.0.0.1:${grpc}`,
        OUTLAY_PROMETHEUS_ENDPOINT: `127.0.0.1:${prometheus}`,
        OUTLAY_TELEMETRY_PORT: String(own),
        OUTLAY_HEALTH_ENDPOINT: `127.0.0.1:${health}`,
        OUTLAY_BACKEND_ENDPOINT: options.backendUrl,
        OUTLAY_QUEUE_DIRECTORY: options.queueDirectory ?? join(folder, "queue"),
        ...(options.models !== undefined && { OUTLAY_PRICES: await writePrices(options.models, folder) }),
        ...options.env,
      },
    },
  );
  const collector = new RunningCollector(child, { otlp, grpc, prometheus, own, health }, folder);
  await collector.ready();
  return collector;
}
