// SPDX-License-Identifier: Apache-2.0
import { once } from "node:events";
import { readFile, writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import type { IncomingMessage, Server, ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { json } from "node:stream/consumers";

import { BackgroundProgram } from "./background-program.ts";
import { CONFIG_FOLDER } from "./collector-binary.ts";
import { freePort } from "./free-port.ts";
import { replaced } from "./start-prometheus.ts";

/** An alert as a webhook of Alertmanager tells it. */
export interface ToldAlert {
  /** Last part of the webhook's address. */
  readonly receiver: string;
  readonly status: "firing" | "resolved";
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
}

/** Takes what Alertmanager sends. */
export class WebhookReceiver implements AsyncDisposable {
  readonly alerts: ToldAlert[] = [];
  readonly #server: Server;

  constructor() {
    this.#server = createServer((request, response) => void this.#take(request, response));
  }

  /** @returns Its address. */
  async listen(): Promise<string> {
    this.#server.listen(0, "127.0.0.1");
    await once(this.#server, "listening");
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  async #take(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { alerts } = (await json(request)) as { alerts: readonly Omit<ToldAlert, "receiver">[] };
    this.alerts.push(...alerts.map((alert) => ({ ...alert, receiver: request.url?.slice(1) ?? "" })));
    response.end();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#server.closeAllConnections();
    this.#server.close();
    await once(this.#server, "close");
  }
}

/** The sample routing on a real Alertmanager, without its waits. */
export async function startAlertmanager(webhookUrl: string): Promise<BackgroundProgram> {
  const port = await freePort();
  const sample = await readFile(join(CONFIG_FOLDER, "alertmanager", "alertmanager.yaml"), "utf8");
  const waits = replaced(
    replaced(sample, "group_wait: 30s", "group_wait: 1s"),
    "group_interval: 5m",
    "group_interval: 1s",
  );
  return BackgroundProgram.start("prometheus-alertmanager", port, async (folder) => {
    await writeFile(join(folder, "alertmanager.yaml"), replaced(waits, "http://127.0.0.1:9099", webhookUrl));
    return [
      "--config.file=alertmanager.yaml",
      `--storage.path=${join(folder, "data")}`,
      `--web.listen-address=127.0.0.1:${port}`,
      "--cluster.listen-address=",
    ];
  });
}
