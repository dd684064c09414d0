// A program with an SDK of its own, killed right after a flush.
import { OTLPTraceExporter } from "@opentelemetry/exporter-trace-otlp-proto";
import { NodeSDK } from "@opentelemetry/sdk-node";
import { BatchSpanProcessor } from "@opentelemetry/sdk-trace";
import { flush } from "@outlay/node";

new NodeSDK({
  serviceName: "the-app-itself",
  spanProcessors: [new BatchSpanProcessor({ exporter: new OTLPTraceExporter() })],
}).start();

const { default: OpenAI } = await import("openai");
await new OpenAI().chat.completions.create({ model: "gpt-5-mini", messages: [{ role: "user", content: "hi" }] });
const isDelivered = await flush();
process.stdout.write(`${isDelivered}\n`, () => process.kill(process.pid, "SIGKILL"));
