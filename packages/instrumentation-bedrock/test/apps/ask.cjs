// SPDX-License-Identifier: Apache-2.0
const { createRequire } = require("node:module");

const BODY = JSON.stringify({ prompt: "Hi", max_gen_len: 9 });
const INPUT = { modelId: "us.meta.llama3-3-70b-instruct-v1:0", contentType: "application/json", body: BODY };
const CONVERSE = { modelId: "us.amazon.nova-lite-v1:0", messages: [{ role: "user", content: [{ text: "Hi" }] }] };

/** The calls every app makes with one build of the SDK: whole and streamed, and Converse where there is one. */
module.exports = async function ask(sdk, name = "@aws-sdk/client-bedrock-runtime") {
  const { NodeHttpHandler } = createRequire(require.resolve(name))("@smithy/node-http-handler");
  const client = new sdk.BedrockRuntimeClient({
    region: "us-east-1",
    endpoint: process.env.PROVIDER_URL,
    credentials: { accessKeyId: "a", secretAccessKey: "s" },
    requestHandler: new NodeHttpHandler(),
  });
  await client.send(new sdk.InvokeModelCommand(INPUT));
  const { body } = await client.send(new sdk.InvokeModelWithResponseStreamCommand(INPUT));
  for await (const chunk of body) void chunk;
  if (sdk.ConverseCommand !== undefined) {
    await client.send(new sdk.ConverseCommand(CONVERSE));
    const { stream } = await client.send(new sdk.ConverseStreamCommand(CONVERSE));
    for await (const event of stream) void event;
  }
  client.destroy();
};
