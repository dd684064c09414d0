import { McpServer } from "@modelcontextprotocol/sdk/server/mcp.js";
import { StdioServerTransport } from "@modelcontextprotocol/sdk/server/stdio.js";

const weather = new McpServer({ name: "weather", version: "1.0.0" });
weather.registerTool("forecast", { description: "Tells the weather" }, () => ({
  content: [{ type: "text", text: "rain" }],
}));
await weather.connect(new StdioServerTransport());
