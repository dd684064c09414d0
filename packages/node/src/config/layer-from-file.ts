// SPDX-License-Identifier: Apache-2.0
import { dirname, resolve } from "node:path";

import { channelFrom } from "./channel-schema.ts";
import type { ExporterSettings, FileSettings, InstrumentationSettings } from "./file-settings.ts";
import type { ConfigLayer } from "./layer.ts";

/**
 * Turns what a file says into the shape of the configuration; budgets and prices are not in it.
 *
 * @param path - Of the file: paths in it are relative to its folder, wherever the program was started.
 */
export function layerFromFile(settings: FileSettings, path: string): ConfigLayer {
  const { mode, semconv, content, fingerprints, instrumentations, exporters, channels = {} } = settings;
  return {
    ...(mode !== undefined && { mode }),
    semconv,
    content: { capture: captureFrom(content?.capture), maxLength: content?.max_length },
    fingerprints: { prompts: fingerprintsFrom(fingerprints?.prompts), key: fingerprints?.key },
    ...(instrumentations !== undefined && { instrumentations: instrumentationsFrom(instrumentations) }),
    ...(exporters !== undefined && { exporters: exportersFrom(exporters, dirname(path)) }),
    baggage: { keys: settings.baggage?.keys },
    metrics: { attributes: settings.metrics?.attributes },
    channels: Object.fromEntries(Object.entries(channels).map(([name, channel]) => [name, channelFrom(channel)])),
  };
}

type Capture = NonNullable<FileSettings["content"]>["capture"];
type ExporterLayer = NonNullable<ConfigLayer["exporters"]>;

function captureFrom(capture: Capture): Exclude<Capture, boolean> {
  if (typeof capture !== "boolean") return capture;
  return capture ? "span" : "none";
}

type Fingerprints = NonNullable<FileSettings["fingerprints"]>["prompts"];

/** YAML 1.1 has taught people that `on` and `off` are true and false. */
function fingerprintsFrom(prompts: Fingerprints): Exclude<Fingerprints, boolean> {
  if (typeof prompts !== "boolean") return prompts;
  return prompts ? "on" : "off";
}

function instrumentationsFrom({ openai, ...others }: InstrumentationSettings): ConfigLayer["instrumentations"] {
  const { enabled, stream_usage: streamUsage, stream_usage_hosts: streamUsageHosts, hosts } = openai ?? {};
  return { ...others, openai: { enabled, streamUsage, streamUsageHosts, hosts } };
}

function exportersFrom({ otlp, console, file, langfuse }: ExporterSettings, folder: string): ExporterLayer {
  return {
    otlp: otlpFrom(otlp),
    console,
    ...(file !== undefined && { file: resolve(folder, file) }),
    langfuse: langfuseFrom(langfuse),
  };
}

function otlpFrom(otlp: ExporterSettings["otlp"]): ExporterLayer["otlp"] {
  if (otlp === undefined || typeof otlp === "boolean") return { standard: otlp };
  return { endpoints: otlp.map(({ headers = {}, ...endpoint }) => ({ ...endpoint, headers })) };
}

function langfuseFrom(langfuse: ExporterSettings["langfuse"]): ExporterLayer["langfuse"] {
  if (typeof langfuse !== "object") return { enabled: langfuse };
  const { public_key: publicKey, secret_key: secretKey, base_url: baseUrl } = langfuse;
  return { enabled: true, publicKey, secretKey, baseUrl };
}
