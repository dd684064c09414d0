// SPDX-License-Identifier: Apache-2.0

/** Where and how to send spans to one Langfuse project. */
export interface LangfuseConfig {
  /** URL of the OTLP/HTTP traces endpoint. */
  readonly endpoint: string;
  /** Authentication and the version of ingestion; secret, never to be logged. */
  readonly headers: Readonly<Record<string, string>>;
  readonly environment?: string;
  readonly release?: string;
}

/** Outcome of {@link langfuseConfigFromEnv}. */
export interface LangfuseConfigResult {
  /** Absent when the environment does not ask for Langfuse, or asks in a way that cannot work. */
  readonly config?: LangfuseConfig;
  /** What is wrong, one sentence each, without the values of keys. */
  readonly problems: readonly string[];
}

type Env = Readonly<Record<string, string | undefined>>;

const DEFAULT_BASE_URL = "https://cloud.langfuse.com";
/** The first one set wins; the others are names of earlier Langfuse SDKs. */
const BASE_URL_KEYS = ["LANGFUSE_BASE_URL", "LANGFUSE_BASEURL", "LANGFUSE_HOST"];

/**
 * Reads Langfuse's own environment variables.
 *
 * `LANGFUSE_PUBLIC_KEY` and `LANGFUSE_SECRET_KEY` switch it on; `LANGFUSE_BASE_URL` says where, the European cloud by
 * default; `LANGFUSE_TRACING_ENABLED=false` switches it off.
 */
export function langfuseConfigFromEnv(env: Env): LangfuseConfigResult {
  const publicKey = trimmed(env, "LANGFUSE_PUBLIC_KEY");
  const secretKey = trimmed(env, "LANGFUSE_SECRET_KEY");
  const isOff = trimmed(env, "LANGFUSE_TRACING_ENABLED")?.toLowerCase() === "false";
  if (isOff || (publicKey === undefined && secretKey === undefined)) return { problems: [] };
  const baseUrl = baseUrlFromEnv(env);
  const problems = [...keyProblems(publicKey, secretKey), ...(baseUrl.problem === undefined ? [] : [baseUrl.problem])];
  if (problems.length > 0) return { problems };
  const environment = trimmed(env, "LANGFUSE_TRACING_ENVIRONMENT");
  const release = trimmed(env, "LANGFUSE_RELEASE");
  return {
    config: {
      endpoint: `${baseUrl.value}/api/public/otel/v1/traces`,
      headers: {
        Authorization: `Basic ${Buffer.from(`${publicKey}:${secretKey}`).toString("base64")}`,
        // Written at once and searchable at once; without it spans take the older path, minutes longer.
        "x-langfuse-ingestion-version": "4",
      },
      ...(environment === undefined ? {} : { environment }),
      ...(release === undefined ? {} : { release }),
    },
    problems: [],
  };
}

function keyProblems(publicKey: string | undefined, secretKey: string | undefined): readonly string[] {
  if (publicKey === undefined) return [missing("LANGFUSE_PUBLIC_KEY", "LANGFUSE_SECRET_KEY")];
  if (secretKey === undefined) return [missing("LANGFUSE_SECRET_KEY", "LANGFUSE_PUBLIC_KEY")];
  if (publicKey.startsWith("sk-lf-") || secretKey.startsWith("pk-lf-")) {
    return [
      "LANGFUSE_PUBLIC_KEY and LANGFUSE_SECRET_KEY are swapped: expected pk-lf-… and sk-lf-…; nothing is sent to Langfuse",
    ];
  }
  return [];
}

function missing(key: string, other: string): string {
  return `${key} is not set, but ${other} is: expected both; nothing is sent to Langfuse`;
}

function baseUrlFromEnv(env: Env): { readonly value: string; readonly problem?: string } {
  for (const key of BASE_URL_KEYS) {
    const value = trimmed(env, key);
    if (value === undefined) continue;
    const url = URL.canParse(value) ? new URL(value) : undefined;
    if (url !== undefined && /^https?:$/.test(url.protocol) && url.username === "" && url.password === "") {
      // The endpoint itself is accepted too: it is what the OTEL_* variables take.
      return {
        value: `${url.origin}${url.pathname}`.replace(/(?:\/api\/public(?:\/otel(?:\/v1\/traces)?)?)?\/*$/, ""),
      };
    }
    // The value is not repeated: a URL may carry a password.
    return {
      value,
      problem: `${key} is not a URL such as ${DEFAULT_BASE_URL}, without user and password; nothing is sent to Langfuse`,
    };
  }
  return { value: DEFAULT_BASE_URL };
}

function trimmed(env: Env, key: string): string | undefined {
  const value = env[key]?.trim();
  return value === "" ? undefined : value;
}
