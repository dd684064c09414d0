// A program that sets up traces in code, and nothing else.
import { trace } from "@opentelemetry/api";
import { OTLPTraceExporter } from "@opentelemetry/exporter-trace-otlp-proto";
import { BatchSpanProcessor, TracerProvider } from "@opentelemetry/sdk-trace";
import OpenAI from "openai";

const provider = new TracerProvider({
  spanProcessors: [new BatchSpanProcessor({ exporter: new OTLPTraceExporter({ url: process.env.TRACES_URL }) })],
});
trace.setGlobalTracerProvider(provider);
await new OpenAI().chat.completions.create({ model: "gpt-5-mini", messages: [{ role: "user", content: "hi" }] });
await provider.shutdown();
console.log("done");
