// SPDX-License-Identifier: Apache-2.0
// Invokes the function twice, in a process that is frozen in between. Without a key it talks to a loopback provider.
import { join } from "node:path";

import { startFakeProvider } from "@outlay-test/fake-provider";
import { startLambda } from "@outlay-test/lambda-host";

await using provider = await startFakeProvider({ script: [{ text: "Forty-two." }, { text: "Yes." }] });
const { OPENAI_API_KEY, OTEL_EXPORTER_OTLP_ENDPOINT } = process.env;
const openai =
  OPENAI_API_KEY === undefined
    ? { OPENAI_API_KEY: "offline", OPENAI_BASE_URL: provider.openaiBaseUrl }
    : { OPENAI_API_KEY };

const taskRoot = import.meta.dirname;
await using lambda = await startLambda({
  taskRoot,
  handler: "handler.handler",
  env: {
    ...openai,
    ...(OTEL_EXPORTER_OTLP_ENDPOINT === undefined ? {} : { OTEL_EXPORTER_OTLP_ENDPOINT }),
    AWS_LAMBDA_EXEC_WRAPPER: join(taskRoot, "exec-wrapper"),
  },
});
for (const question of ["What is the answer?", "Are you sure?"]) {
  const { result, error } = await lambda.invoke({ user: "ada", question });
  console.log(error?.errorMessage ?? result);
}
console.error(lambda.output.stderr);
