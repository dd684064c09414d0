#!/usr/bin/env node
// SPDX-License-Identifier: Apache-2.0
/**
 * Runs the fake provider in a process of its own: `node src/bin.ts [script.json]`.
 *
 * Prints one line of JSON, `{"url","openaiBaseUrl","anthropicBaseUrl"}`, and serves until its stdin closes.
 */
import { readFileSync } from "node:fs";

import type { Step } from "./core/script.ts";
import { startFakeProvider } from "./fake-provider.ts";

const [scriptFile] = process.argv.slice(2);
const script = scriptFile === undefined ? [] : (JSON.parse(readFileSync(scriptFile, "utf8")) as Step[]);
const provider = await startFakeProvider({ script });
const { url, openaiBaseUrl, anthropicBaseUrl } = provider;
process.stdout.write(`${JSON.stringify({ url, openaiBaseUrl, anthropicBaseUrl })}\n`);
process.stdin.resume().once("end", () => void provider.close());
