// SPDX-License-Identifier: Apache-2.0
import * as z from "zod/mini";

import { ALWAYS_TOLD } from "./outlay-config.ts";
import type { AlertChannel } from "./outlay-config.ts";
import { optional, setting } from "./setting.ts";

/** Standard Webhooks: a signing key has 24 to 64 bytes. */
const SECRET = /^whsec_[A-Za-z0-9+/]{32,88}={0,2}$/;
const SECRET_BYTES = { least: 24, most: 64 } as const;

function isSigningKey(secret: string): boolean {
  try {
    const { length } = atob(secret.slice("whsec_".length));
    return length >= SECRET_BYTES.least && length <= SECRET_BYTES.most;
  } catch {
    return false;
  }
}

/** `fetch` refuses addresses with a user and password. */
function hasNoUser(url: string): boolean {
  return URL.canParse(url) && new URL(url).username === "" && new URL(url).password === "";
}

function address(description: string, example: string): z.ZodMiniURL {
  return setting(z.url({ protocol: /^https?$/, hostname: /./ }).check(z.refine(hasNoUser)), {
    description,
    expected: "an http or https URL without user and password",
    examples: [example],
  });
}

const WEBHOOK = z.strictObject({
  webhook: address(
    "URL that alerts are posted to, signed as Standard Webhooks says.",
    "https://ops.example.com/outlay",
  ),
  secret: setting(z.string().check(z.regex(SECRET), z.refine(isSigningKey)), {
    description: "Signing key: whsec_ and the base64 of 24 to 64 bytes; keep it in the environment.",
    expected: "whsec_ and the base64 of 24 to 64 bytes",
    examples: ["${FINOPS_WEBHOOK_SECRET}"],
  }),
});

const SLACK = z.strictObject({
  slack: address("URL of an incoming webhook; keep it in the environment.", "${SLACK_WEBHOOK_URL}"),
});

const PAGERDUTY = z.strictObject({
  pagerduty: setting(z.string().check(z.regex(/^[A-Za-z0-9]{20,64}$/)), {
    description: "Integration key of a service, Events API v2; keep it in the environment.",
    expected: "an integration key",
    examples: ["${PD_ROUTING_KEY}"],
  }),
  severity: optional(z.enum(["critical", "error", "warning", "info"]), {
    description: "Of every incident; without it critical for what is exhausted or stopped, else warning.",
    expected: "critical, error, warning or info",
  }),
});

const ALERTMANAGER = z.strictObject({
  alertmanager: address("Address of Alertmanager.", "http://alertmanager:9093"),
});

const CONSOLE = z.strictObject({
  console: setting(z.literal(true), { description: "A line on stderr.", expected: "true" }),
});

const CHANNEL = z.union([WEBHOOK, SLACK, PAGERDUTY, ALERTMANAGER, CONSOLE]);

/** An alert channel, as the file spells it. */
export type ChannelSettings = z.output<typeof CHANNEL>;

/** Any name but those of {@link ALWAYS_TOLD}. */
const CHANNEL_NAME = new RegExp(`^(?!(?:${ALWAYS_TOLD.join("|")})$)`);

/** `channels` as a file spells them. */
export const CHANNELS = optional(
  z.record(
    setting(z.string().check(z.regex(CHANNEL_NAME)), {
      description: "Name that budgets use.",
      expected: `a name other than ${ALWAYS_TOLD.join(", ")}, which are told of every alert`,
    }),
    setting(CHANNEL, {
      description: "One place.",
      expected: "a map with webhook and secret, slack, pagerduty, alertmanager, or console: true",
      secret: true,
    }),
  ),
  { description: "Places that alerts can be sent to, by name.", expected: "a map of names and channels" },
);

/** Turns what a file says into the shape of the configuration. */
export function channelFrom(channel: ChannelSettings): AlertChannel {
  if ("webhook" in channel) return { type: "webhook", url: channel.webhook, secret: channel.secret };
  if ("slack" in channel) return { type: "slack", url: channel.slack };
  if ("alertmanager" in channel) return { type: "alertmanager", url: channel.alertmanager };
  if ("console" in channel) return { type: "console" };
  const { pagerduty: routingKey, severity } = channel;
  return { type: "pagerduty", routingKey, ...(severity !== undefined && { severity }) };
}
