// SPDX-License-Identifier: Apache-2.0
import { createRequire } from "node:module";

import { load as loadNewestOf0 } from "@outlay-test/langchain-0";
import { load as loadOldestOf0 } from "@outlay-test/langchain-0-oldest";
import { load as loadOldestOf1 } from "@outlay-test/langchain-1-oldest";

import ask from "./ask.cjs";

const require = createRequire(import.meta.url);
const names = ["@outlay-test/langchain-0", "@outlay-test/langchain-0-oldest", "@outlay-test/langchain-1-oldest"];
const imports = [loadNewestOf0, loadOldestOf0, loadOldestOf1, (name) => import(name)];
const requires = [...names.map((name) => require(name).load), require];

for (const load of [...imports, ...requires]) await ask(await load("@langchain/openai"));
