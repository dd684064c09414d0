// A program that wants to read OpenTelemetry's diagnostics its own way.
import { DiagConsoleLogger, DiagLogLevel, diag } from "@opentelemetry/api";
import OpenAI from "openai";

diag.setLogger(new DiagConsoleLogger(), DiagLogLevel.WARN);
diag.warn("the program's own");
await new OpenAI().chat.completions.create({ model: "gpt-5-mini", messages: [{ role: "user", content: "hi" }] });
console.log("done");
