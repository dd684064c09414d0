// A user's program that calls ten times, with tracing switched off around its calls when it is told so.
import { context, createContextKey } from "@opentelemetry/api";
import OpenAI from "openai";

/** As `suppressTracing` of `@opentelemetry/core` does. */
const SUPPRESSED = createContextKey("OpenTelemetry SDK Context Key SUPPRESS_TRACING");

const openai = new OpenAI({ maxRetries: 0 });
const call = (index) =>
  openai.chat.completions.create({
    model: "gpt-5-mini",
    max_completion_tokens: 50,
    messages: [{ role: "user", content: "hi ".repeat(index + 1) }],
  });
const said = [];
for (let index = 0; index < 10; index += 1) {
  const scope = process.env.SUPPRESSED === undefined ? context.active() : context.active().setValue(SUPPRESSED, true);
  said.push(
    await context
      .with(scope, () => call(index))
      .then(
        () => "sent",
        (error) => error.code,
      ),
  );
}
console.log(said.join());
