// SPDX-License-Identifier: Apache-2.0

/** Aliases and the dated snapshots that answer for them. Read 2026-11 from the vendor's model list. */
const SNAPSHOTS: Readonly<Record<string, string>> = {
  "gpt-4o": "gpt-4o-2024-08-06",
  "gpt-4o-mini": "gpt-4o-mini-2024-07-18",
  "gpt-4.1": "gpt-4.1-2025-04-14",
  "gpt-4.1-mini": "gpt-4.1-mini-2025-04-14",
  "gpt-4.1-nano": "gpt-4.1-nano-2025-04-14",
  o3: "o3-2025-04-16",
  "o4-mini": "o4-mini-2025-04-16",
  "gpt-5": "gpt-5-2025-08-07",
  "gpt-5-mini": "gpt-5-mini-2025-08-07",
  "gpt-5-nano": "gpt-5-nano-2025-08-07",
  "gpt-5.1": "gpt-5.1-2025-11-13",
  "gpt-5.2": "gpt-5.2-2025-12-11",
  "gpt-5.4": "gpt-5.4-2026-03-05",
  "gpt-5.4-mini": "gpt-5.4-mini-2026-03-17",
  "gpt-5.4-nano": "gpt-5.4-nano-2026-03-17",
  "gpt-5.5": "gpt-5.5-2026-04-23",
};

/** The model that answers when this one is asked for. */
export function servedModel(requested: string): string {
  return SNAPSHOTS[requested] ?? requested;
}

/** Whether a model bills cache writes and takes `prompt_cache_options`: gpt-5.6 and later. */
export function billsCacheWrites(model: string): boolean {
  const version = /^gpt-(\d+)(?:\.(\d+))?/.exec(model);
  if (!version) return false;
  const major = Number(version[1]);
  return major > 5 || (major === 5 && Number(version[2] ?? 0) >= 6);
}
