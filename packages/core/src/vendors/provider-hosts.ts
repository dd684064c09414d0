// SPDX-License-Identifier: Apache-2.0

/** Providers by host name, or by host name and port (`localhost:8000`), as a program names its own servers. */
export type ProviderHosts = Readonly<Record<string, string>>;

/**
 * Hosts that speak an API which others speak too, by the name they have in `gen_ai.provider.name` (conventions
 * v1.41.0), or the one they go by where the conventions have none.
 */
const PROVIDERS: readonly (readonly [host: RegExp, provider: string])[] = [
  [/(?:^|\.)api\.openai\.com$/, "openai"],
  [/\.openai\.azure\.(?:com|us|cn)$|\.cognitiveservices\.azure\.(?:com|us|cn)$/, "azure.ai.openai"],
  [
    /\.services\.ai\.azure\.(?:com|us|cn)$|\.models\.ai\.azure\.com$|^models\.inference\.ai\.azure\.com$/,
    "azure.ai.inference",
  ],
  [/^bedrock-(?:runtime|mantle)[.-].*(?:\.amazonaws\.com|\.api\.aws)$/, "aws.bedrock"],
  [/^generativelanguage\.googleapis\.com$/, "gcp.gemini"],
  [/(?:^|-)aiplatform\.googleapis\.com$/, "gcp.vertex_ai"],
  [/^api\.anthropic\.com$/, "anthropic"],
  [/(?:^|\.)deepseek\.com$/, "deepseek"],
  [/(?:^|\.)x\.ai$/, "x_ai"],
  [/(?:^|\.)groq\.com$/, "groq"],
  [/(?:^|\.)mistral\.ai$/, "mistral_ai"],
  [/(?:^|\.)perplexity\.ai$/, "perplexity"],
  [/(?:^|\.)moonshot\.(?:ai|cn)$/, "moonshot_ai"],
  [/(?:^|\.)cohere\.(?:ai|com)$/, "cohere"],
  [/(?:^|\.)openrouter\.ai$/, "openrouter"],
  [/(?:^|\.)together\.(?:ai|xyz)$/, "together_ai"],
  [/(?:^|\.)fireworks\.ai$/, "fireworks_ai"],
  [/(?:^|\.)cerebras\.ai$/, "cerebras"],
  [/(?:^|\.)sambanova\.ai$/, "sambanova"],
  [/(?:^|\.)deepinfra\.com$/, "deepinfra"],
  [/(?:^|\.)hyperbolic\.xyz$/, "hyperbolic"],
  [/(?:^|\.)novita\.ai$/, "novita"],
  [/(?:^|\.)(?:nebius\.com|nebius\.ai)$/, "nebius"],
  [/(?:^|\.)(?:z\.ai|bigmodel\.cn)$/, "zai"],
  [/(?:^|\.)(?:minimax\.io|minimaxi\.com)$/, "minimax"],
  [/^dashscope(?:-intl|-us)?\.aliyuncs\.com$/, "dashscope"],
  [/^integrate\.api\.nvidia\.com$/, "nvidia_nim"],
  [/^models\.github\.ai$/, "github_models"],
  [/^router\.huggingface\.co$/, "huggingface"],
  [/^ai-gateway\.vercel\.sh$/, "vercel_ai_gateway"],
  [/(?:^|\.)ml\.cloud\.ibm\.com$/, "ibm.watsonx.ai"],
  [/(?:^|\.)ollama\.com$/, "ollama"],
];

/** Servers on the user's own machines that are told by a port which is theirs and nobody else's. */
const PROVIDERS_BY_PORT: Readonly<Record<string, string>> = { "11434": "ollama", "1234": "lm_studio" };
const LOCAL_HOST = /^(?:localhost|.*\.localhost|127\..*|\[::1\]|0\.0\.0\.0|host\.docker\.internal)$/;

/**
 * The name for `gen_ai.provider.name` of whoever answers at a URL.
 *
 * Ports such as 8000 (vLLM) and 4000 (LiteLLM) are anybody's: those servers are named in `hosts`.
 *
 * @param hosts - The program's own names, asked first.
 * @returns `undefined` for a host that nobody has named.
 */
export function providerOfHost(url: URL, hosts: ProviderHosts = {}): string | undefined {
  const { host, hostname, port } = url;
  if (Object.hasOwn(hosts, host)) return hosts[host];
  if (Object.hasOwn(hosts, hostname)) return hosts[hostname];
  const known = PROVIDERS.find(([pattern]) => pattern.test(hostname))?.[1];
  return known ?? (LOCAL_HOST.test(hostname) ? PROVIDERS_BY_PORT[port] : undefined);
}
