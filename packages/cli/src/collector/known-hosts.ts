// SPDX-License-Identifier: Apache-2.0
import { hostFacts } from "@outlay/pricing";

/** Names of providers' public APIs; who bills behind them is the price engine's to say. */
const API_HOSTS = [
  "api.openai.com",
  "eu.api.openai.com",
  "us.api.openai.com",
  "api.anthropic.com",
  "generativelanguage.googleapis.com",
  "aiplatform.googleapis.com",
  "api.mistral.ai",
  "codestral.mistral.ai",
  "api.cohere.ai",
  "api.cohere.com",
  "api.deepseek.com",
  "api.x.ai",
  "us-east-1.api.x.ai",
  "eu-west-1.api.x.ai",
  "api.groq.com",
  "api.together.xyz",
  "api.together.ai",
  "api.fireworks.ai",
  "api.perplexity.ai",
  "openrouter.ai",
  "api.cerebras.ai",
  "api.moonshot.ai",
  "api.moonshot.cn",
  "api.voyageai.com",
  "api.z.ai",
  "open.bigmodel.cn",
  "dashscope.aliyuncs.com",
  "dashscope-intl.aliyuncs.com",
  "dashscope-us.aliyuncs.com",
  "integrate.api.nvidia.com",
  "ai-gateway.vercel.sh",
  "models.github.ai",
  "router.huggingface.co",
  "api.sambanova.ai",
  "api.deepinfra.com",
  "api.hyperbolic.xyz",
  "api.novita.ai",
  "api.studio.nebius.com",
  "api.minimax.io",
  "api.minimaxi.com",
  "ollama.com",
] as const;

/** Endings under which customers have hosts of their own. */
const ENDINGS = [
  { ending: ".openai.azure.com", sample: "one.openai.azure.com" },
  { ending: ".openai.azure.us", sample: "one.openai.azure.us" },
  { ending: ".cognitiveservices.azure.com", sample: "one.cognitiveservices.azure.com" },
  { ending: ".services.ai.azure.com", sample: "one.services.ai.azure.com" },
  { ending: ".models.ai.azure.com", sample: "one.models.ai.azure.com" },
  { ending: "-aiplatform.googleapis.com", sample: "europe-west4-aiplatform.googleapis.com" },
] as const;

const BEDROCK_REGIONS = [
  "us-east-1 us-east-2 us-west-1 us-west-2 us-gov-west-1 us-gov-east-1 ca-central-1",
  "eu-central-1 eu-central-2 eu-west-1 eu-west-2 eu-west-3 eu-north-1 eu-south-1 eu-south-2",
  "ap-northeast-1 ap-northeast-2 ap-northeast-3 ap-south-1 ap-south-2 ap-southeast-1",
  "ap-southeast-2 ap-southeast-3 ap-southeast-4 sa-east-1 me-central-1 il-central-1",
].flatMap((line) => line.split(" "));

/** Hosts that are looked up by their whole name. */
export const KNOWN_HOSTS: readonly string[] = [
  ...API_HOSTS,
  ...BEDROCK_REGIONS.map((region) => `bedrock-runtime.${region}.amazonaws.com`),
];

/** Hosts that are told by how they end, and who bills there. */
export const KNOWN_HOST_ENDINGS: readonly { readonly ending: string; readonly provider: string }[] = ENDINGS.flatMap(
  ({ ending, sample }) => {
    const facts = hostFacts(sample);
    return facts === undefined ? [] : [{ ending, provider: facts.provider }];
  },
);
