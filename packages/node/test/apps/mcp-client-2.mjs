import { Client } from "@modelcontextprotocol/client";
import { StdioClientTransport } from "@modelcontextprotocol/client/stdio";

const client = new Client({ name: "agent", version: "1.0.0" });
const args = [new URL("mcp-server.mjs", import.meta.url).pathname];
await client.connect(new StdioClientTransport({ command: process.execPath, args, env: { ...process.env } }));
const { content } = await client.callTool({ name: "add", arguments: { a: 1, b: 2 } });
console.log(content[0].text);
await client.close();
