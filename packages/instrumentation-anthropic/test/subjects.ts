// SPDX-License-Identifier: Apache-2.0
import type Anthropic from "@anthropic-ai/sdk";
import type { Subject, Surface } from "@outlay-test/conformance";

import { VERSIONS, isSince, loadSdk } from "./load-sdk.ts";
import type { AnthropicClass, Format } from "./load-sdk.ts";
import { messagesSurface } from "./surfaces/messages.ts";
import type { Connect, MessagesOf } from "./surfaces/messages.ts";
import { newerVariants, responseVariants, streamVariants, toolRunnerVariant } from "./surfaces/variants.ts";

const plain: MessagesOf = (client) => client.messages;
const beta: MessagesOf = (client) => client.beta.messages as unknown as Anthropic["messages"];
const promptCaching: MessagesOf = ({ beta: all }) =>
  (all as unknown as { readonly promptCaching: { readonly messages: Anthropic["messages"] } }).promptCaching.messages;

/** When an API was there (prompt caching: until the next tested version), and when it had a helper for streams. */
const APIS = [
  { name: "messages", messages: plain, since: "0.27", until: "2", helpersSince: "0.27" },
  { name: "beta messages", messages: beta, since: "0.30", until: "2", helpersSince: "0.51" },
  { name: "beta prompt caching", messages: promptCaching, since: "0.27", until: "0.30", helpersSince: "0.27" },
] as const;

/** One build of each version; of the one in between CommonJS will do. */
export function subjectsOf(format: Format): Subject[] {
  return VERSIONS.filter(({ number }) => format === "CommonJS" || number !== "0.30.1").map(({ name, number }) => {
    let Client: AnthropicClass | undefined;
    const connect: Connect = (provider) => {
      if (Client === undefined) throw new Error(`${name} has not been loaded`);
      return new Client({ apiKey: "test", baseURL: provider.anthropicBaseUrl, maxRetries: 0 });
    };
    return {
      name: `${name}@${number}, ${format}`,
      load: async () => {
        Client = (await loadSdk(name, format)).default;
      },
      surfaces: surfacesOf(number, connect),
    };
  });
}

function surfacesOf(number: string, connect: Connect): Surface[] {
  const apis = APIS.filter(({ since, until }) => isSince(number, since) && !isSince(number, until));
  const isNew = isSince(number, "0.51");
  return apis.map(({ name, messages, helpersSince }) =>
    messagesSurface({
      name,
      connect,
      messages,
      requestId: isSince(number, "0.33"),
      // Before 0.51 the error that a stream carries reached the caller without its type.
      errors: isNew ? {} : { streamError: "APIConnectionError" },
      variants: [
        ...responseVariants(connect, messages),
        ...(isSince(number, helpersSince) ? streamVariants(connect, messages) : []),
        ...(isNew ? newerVariants(connect, messages) : []),
        ...(isNew && messages === beta ? [toolRunnerVariant(connect)] : []),
      ],
    }),
  );
}
