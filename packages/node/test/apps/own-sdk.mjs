// A program that sets up OpenTelemetry itself.
import { metrics, trace } from "@opentelemetry/api";
import { OTLPTraceExporter } from "@opentelemetry/exporter-trace-otlp-proto";
import { NodeSDK } from "@opentelemetry/sdk-node";
import { BatchSpanProcessor } from "@opentelemetry/sdk-trace";

const sdk = new NodeSDK({
  serviceName: "the-app-itself",
  spanProcessors: [new BatchSpanProcessor({ exporter: new OTLPTraceExporter() })],
});
sdk.start();
void metrics;

const { default: OpenAI } = await import("openai");
const openai = new OpenAI();
await trace.getTracer("app").startActiveSpan("request", async (span) => {
  await openai.chat.completions.create({ model: "gpt-5-mini", messages: [{ role: "user", content: "hi" }] });
  span.end();
});
await sdk.shutdown();
console.log("done");
