// SPDX-License-Identifier: Apache-2.0
import type { DoctorWorld } from "./doctor-world.ts";
import type { Finding, Section } from "./finding.ts";
import { installedPackage } from "./installed-packages.ts";

/** Packages that trace calls of models themselves, once they are switched on. */
const OTHER_TRACERS = [
  "@opentelemetry/instrumentation-openai",
  "@arizeai/openinference-instrumentation-openai",
  "@arizeai/openinference-instrumentation-anthropic",
  "@traceloop/node-server-sdk",
  "@traceloop/instrumentation-openai",
  "@traceloop/instrumentation-anthropic",
  "@langfuse/openai",
  "@sentry/node",
  "dd-trace",
  "langsmith",
  "openlit",
] as const;

const NATIVE_TRACING = "ANTHROPIC_OPEN_TELEMETRY";
/** First version of the Anthropic SDK that traces itself. */
const NATIVE_SINCE = [0, 134] as const;
const API = "@opentelemetry/api";

/** What may trace a call a second time, or keep the spans of Outlay and of the program apart. */
export function checkDuplicates(world: DoctorWorld): Section {
  const findings = [...nativeTracing(world), ...otherTracers(world), ...apiCopies(world)];
  const none: Finding = { level: "good", text: "nothing else traces calls here" };
  return { title: "Traced twice", findings: findings.length === 0 ? [none] : findings };
}

function nativeTracing({ env, cwd }: DoctorWorld): readonly Finding[] {
  const variable = Object.keys(env).find((name) => name.startsWith(NATIVE_TRACING));
  const sdk = installedPackage("@anthropic-ai/sdk", cwd);
  if (variable === undefined || sdk === undefined || !tracesItself(sdk.version)) return [];
  if (variable === NATIVE_TRACING && env[variable]?.toLowerCase() === "false") return [];
  const text = `${variable} is set: where the Anthropic SDK traces a call itself, Outlay prices that span and adds none of its own`;
  return [{ level: "info", text }];
}

function tracesItself(version: string): boolean {
  const [major = 0, minor = 0] = version.split(".").map(Number);
  return major > NATIVE_SINCE[0] || minor >= NATIVE_SINCE[1];
}

function otherTracers({ cwd }: DoctorWorld): readonly Finding[] {
  return OTHER_TRACERS.flatMap((name): readonly Finding[] => {
    const installed = installedPackage(name, cwd);
    if (installed === undefined) return [];
    const text = `${name} ${installed.version} is installed and may trace the same calls: Outlay prices each call once, but its spans are there twice; switch one of the two off`;
    return [{ level: "warning", text }];
  });
}

/** Two copies of the API do not see each other's providers when the older one registered them. */
function apiCopies({ cwd }: DoctorWorld): readonly Finding[] {
  const own = installedPackage(API, cwd);
  const outlay = installedPackage("@outlay/node", cwd);
  const ours = outlay === undefined ? undefined : installedPackage(API, outlay.folder);
  if (own === undefined || ours === undefined || own.version === ours.version) return [];
  const text = `the program has ${API} ${own.version} and Outlay ${ours.version}: install one version for both`;
  return [{ level: "warning", text }];
}
