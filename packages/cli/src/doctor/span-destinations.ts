// SPDX-License-Identifier: Apache-2.0
import { langfuseConfigFromEnv } from "@outlay/exporter-langfuse";
import type { OutlayConfig } from "@outlay/node";

/** A place that spans go to, as the preload would send them. */
export interface SpanDestination {
  /** In words; without anything secret. */
  readonly name: string;
  /** Set where something answers. */
  readonly endpoint?: { readonly url: string; readonly headers: Readonly<Record<string, string>> };
}

/** Places, and what is wrong with how some were asked for. */
export interface SpanDestinations {
  readonly destinations: readonly SpanDestination[];
  readonly problems: readonly string[];
}

type Env = Readonly<Record<string, string | undefined>>;

const DEFAULT_ENDPOINT = "http://localhost:4318";
const TRACES_PATH = "/v1/traces";

/** Everywhere that spans would go: what `OTEL_*` asks for, what the configuration adds, and the terminal if that is nothing. */
export function spanDestinations(config: OutlayConfig, env: Env): SpanDestinations {
  const { otlp, file, console, langfuse } = config.exporters;
  const toLangfuse = langfuse.enabled ? langfuseDestination(langfuse, env) : { destinations: [], problems: [] };
  const elsewhere: readonly SpanDestination[] = [
    ...(otlp.standard ? standardDestinations(env) : []),
    ...otlp.endpoints.map(({ endpoint, headers }) => {
      return otlpDestination(`${endpoint.replace(/\/+$/, "")}${TRACES_PATH}`, headers);
    }),
    ...toLangfuse.destinations,
    ...(file === undefined ? [] : [{ name: `file ${file}` }]),
  ];
  const drawsTree = console ?? elsewhere.length === 0;
  const terminal = drawsTree ? [{ name: "the terminal, as a tree on stderr" }] : [];
  return { destinations: [...elsewhere, ...terminal], problems: toLangfuse.problems };
}

function standardDestinations(env: Env): readonly SpanDestination[] {
  const endpoint = env["OTEL_EXPORTER_OTLP_TRACES_ENDPOINT"] ?? baseEndpoint(env["OTEL_EXPORTER_OTLP_ENDPOINT"]);
  const names = env["OTEL_TRACES_EXPORTER"]?.trim() || (endpoint === undefined ? "none" : "otlp");
  return names.split(",").flatMap((name): readonly SpanDestination[] => {
    const exporter = name.trim().toLowerCase();
    if (exporter === "console") return [{ name: "the terminal, as OpenTelemetry's console exporter writes them" }];
    if (exporter !== "otlp") return [];
    return [otlpDestination(endpoint ?? `${DEFAULT_ENDPOINT}${TRACES_PATH}`, headersFromEnv(env))];
  });
}

function baseEndpoint(endpoint: string | undefined): string | undefined {
  return endpoint === undefined ? undefined : `${endpoint.replace(/\/+$/, "")}${TRACES_PATH}`;
}

/** `key1=value1,key2=value2`, percent-encoded, as in W3C baggage. */
function headersFromEnv(env: Env): Readonly<Record<string, string>> {
  const pairs = `${env["OTEL_EXPORTER_OTLP_HEADERS"] ?? ""},${env["OTEL_EXPORTER_OTLP_TRACES_HEADERS"] ?? ""}`;
  return Object.fromEntries(
    [...pairs.matchAll(/([^=,\s]+)\s*=\s*([^,]*)/g)].map(([, key = "", value = ""]) => [key, decoded(value.trim())]),
  );
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

function otlpDestination(url: string, headers: Readonly<Record<string, string>>): SpanDestination {
  return { name: `OTLP ${withoutSecrets(url)}`, endpoint: { url, headers } };
}

function langfuseDestination(settings: OutlayConfig["exporters"]["langfuse"], env: Env): SpanDestinations {
  const { publicKey, secretKey, baseUrl } = settings;
  const { config, problems } = langfuseConfigFromEnv({
    ...env,
    ...(publicKey !== undefined && { LANGFUSE_PUBLIC_KEY: publicKey }),
    ...(secretKey !== undefined && { LANGFUSE_SECRET_KEY: secretKey }),
    ...(baseUrl !== undefined && { LANGFUSE_BASE_URL: baseUrl }),
  });
  if (config === undefined) return { destinations: [], problems };
  const { endpoint: url, headers } = config;
  return { destinations: [{ name: `Langfuse ${new URL(url).origin}`, endpoint: { url, headers } }], problems };
}

/** A URL may carry a password, or a token as a parameter. */
function withoutSecrets(text: string): string {
  if (!URL.canParse(text)) return "at something that is no URL";
  const { protocol, host, pathname } = new URL(text);
  return `${protocol}//${host}${pathname}`;
}
