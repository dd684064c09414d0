// SPDX-License-Identifier: Apache-2.0
import { once } from "node:events";
import { Worker } from "node:worker_threads";

await once(new Worker(new URL("esm.mjs", import.meta.url)), "exit");
await once(new Worker(new URL("commonjs.cjs", import.meta.url)), "exit");
