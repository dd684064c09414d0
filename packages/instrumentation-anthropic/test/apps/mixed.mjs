// SPDX-License-Identifier: Apache-2.0
import { createRequire } from "node:module";

import Anthropic from "@anthropic-ai/sdk";
import Anthropic0 from "anthropic-0";

import { makeCalls } from "./calls.mjs";

const require = createRequire(import.meta.url);
await makeCalls(Anthropic, "esm 1");
await makeCalls(require("@anthropic-ai/sdk"), "commonjs 1");
await makeCalls(Anthropic0, "esm 0");
await makeCalls(require("anthropic-0-30"), "commonjs 0.30");
