const { Client } = require("@modelcontextprotocol/sdk/client/index.js");
const { StdioClientTransport } = require("@modelcontextprotocol/sdk/client/stdio.js");

async function main() {
  const client = new Client({ name: "agent", version: "1.0.0" });
  const args = [`${__dirname}/mcp-server.mjs`];
  await client.connect(new StdioClientTransport({ command: process.execPath, args, env: { ...process.env } }));
  const { content } = await client.callTool({ name: "add", arguments: { a: 1, b: 2 } });
  console.log(content[0].text);
  await client.close();
}

void main();
