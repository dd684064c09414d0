// SPDX-License-Identifier: Apache-2.0
import { promptTokens } from "../cache/prompt.ts";
import { isObject } from "../core/json.ts";
import type { JsonObject } from "../core/script.ts";
import type { World } from "../core/vendor.ts";
import { planOpenAiCache, type CachePolicy, type OpenAiCachePlan } from "./cache.ts";
import { billsCacheWrites } from "./models.ts";
import { ttlOf, type OpenAiPrompt } from "./prompt.ts";

/** The input side of one call's bill. */
export interface InputBill {
  readonly inputTokens: number;
  readonly plan: OpenAiCachePlan;
  /** Makes the prefixes readable for later requests. */
  readonly commit: () => void;
}

/** Models without billed writes keep prefixes for ten idle minutes unless asked for a day. */
const IN_MEMORY_TTL_MS = 10 * 60_000;
const EXTENDED_TTL_MS = 24 * 3_600_000;

/** Runs the prompt cache for one request. */
export function billInput(world: World, model: string, body: JsonObject, prompt: OpenAiPrompt): InputBill {
  const plan = planOpenAiCache({
    scope: JSON.stringify([
      "openai",
      model,
      body["prompt_cache_key"] ?? null,
      servedTier(body),
      ...promptSettings(body),
    ]),
    parts: prompt.parts,
    policy: cachePolicy(model, body, prompt),
    isAlive: (digest) => world.cache.isAlive(digest),
  });
  return {
    inputTokens: promptTokens(prompt.parts),
    plan,
    commit: () => {
      world.cache.refresh(plan.refreshed);
      world.cache.keep(plan.written);
    },
  };
}

/** What is rendered in front of the tools: the vendor's diagnostics have a reason for the change of each. */
function promptSettings(body: JsonObject): readonly unknown[] {
  const reasoning = isObject(body["reasoning"]) ? body["reasoning"] : {};
  const text = isObject(body["text"]) ? body["text"] : {};
  return [
    body["reasoning_effort"] ?? reasoning["effort"],
    body["verbosity"] ?? text["verbosity"],
    body["response_format"] ?? text["format"],
    body["parallel_tool_calls"],
  ].map((value) => value ?? null);
}

/** The tier a request is served in. `auto` and nothing mean `default`; others are served as asked for. */
export function servedTier(body: JsonObject): string {
  const asked = body["service_tier"];
  return typeof asked === "string" && asked !== "auto" ? asked : "default";
}

function cachePolicy(model: string, body: JsonObject, prompt: OpenAiPrompt): CachePolicy {
  if (!billsCacheWrites(model)) {
    const extended = body["prompt_cache_retention"] === "24h";
    return { kind: "automatic", ttlMs: extended ? EXTENDED_TTL_MS : IN_MEMORY_TTL_MS };
  }
  const options = isObject(body["prompt_cache_options"]) ? body["prompt_cache_options"] : {};
  const explicitOnly = options["mode"] === "explicit";
  return {
    kind: "breakpoints",
    explicit: prompt.breakpoints,
    ...(explicitOnly ? {} : { implicitTtl: ttlOf(options["ttl"], "30m") }),
  };
}
