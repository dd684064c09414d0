// SPDX-License-Identifier: Apache-2.0
// Plays the runtime that Lambda starts: loads the handler, then asks for events one after the other.
// https://docs.aws.amazon.com/lambda/latest/dg/runtimes-api.html
import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import { get, request } from "node:http";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

const { AWS_LAMBDA_RUNTIME_API, LAMBDA_TASK_ROOT, _HANDLER } = process.env;
const API = `http://${AWS_LAMBDA_RUNTIME_API}/2018-06-01/runtime`;

/** As Lambda does: `.js` and `.cjs` by require where that works, `.mjs` by import. */
async function loadHandler() {
  const [file, name] = _HANDLER.split(".");
  const base = join(LAMBDA_TASK_ROOT, file);
  const path = [`${base}.js`, `${base}.mjs`, `${base}.cjs`].find((candidate) => existsSync(candidate)) ?? base;
  const isModule = path.endsWith(".mjs");
  const exports = isModule ? await import(pathToFileURL(path)) : createRequire(import.meta.url)(path);
  return exports[name];
}

async function textOf(message) {
  let text = "";
  for await (const part of message.setEncoding("utf8")) text += part;
  return text;
}

/** The built-in client: `fetch` would load what the function's own start should pay for. */
function next() {
  return new Promise((resolve, reject) => {
    get(`${API}/invocation/next`, (response) => {
      textOf(response).then((text) => resolve({ id: response.headers["lambda-runtime-aws-request-id"], text }), reject);
    }).on("error", reject);
  });
}

function post(path, body) {
  return new Promise((resolve, reject) => {
    request(`${API}${path}`, { method: "POST" }, (response) => void textOf(response).then(resolve, reject))
      .on("error", reject)
      .end(JSON.stringify(body) ?? "null");
  });
}

const errorBody = (error) => ({ errorType: error.name, errorMessage: error.message });

let handler;
try {
  handler = await loadHandler();
} catch (error) {
  await post("/init/error", errorBody(error));
  throw error;
}
for (;;) {
  const { id, text } = await next();
  try {
    await post(`/invocation/${id}/response`, await handler(JSON.parse(text), { awsRequestId: id }));
  } catch (error) {
    await post(`/invocation/${id}/error`, errorBody(error));
  }
}
