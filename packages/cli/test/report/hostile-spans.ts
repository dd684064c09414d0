// SPDX-License-Identifier: Apache-2.0
import { otlpLine } from "../otlp-line.ts";

/** Names that break out of HTML, of attributes and of SVG, where they are not escaped. */
export const HOSTILE_USERS: readonly string[] = [
  "</script><img src=x onerror=alert(1)>",
  '"><svg onload=alert(1)>',
  "</details></text><style>*{display:none}</style>",
  `' style='background:url(http://127.0.0.1:9/x)`,
  "&lt;b&gt;",
  "\u202egnp.exe",
];

/** Calls of hostile users, by a model with a price and by one without, in two sessions. */
export function hostileSpans(): string {
  const calls = HOSTILE_USERS.flatMap((user, index) =>
    ["gpt-4o", "gpt-9-secret"].map((model) => ({
      attributes: {
        "gen_ai.provider.name": "openai",
        "gen_ai.request.model": model,
        "gen_ai.conversation.id": `${user}-${index % 2}`,
        "user.id": user,
        "gen_ai.usage.input_tokens": 1_000 * (index + 1),
        "gen_ai.usage.output_tokens": 100,
      },
    })),
  );
  return `${otlpLine(calls)}\n`;
}
