// SPDX-License-Identifier: Apache-2.0
// Records one emitter: `node src/record-one.ts NAME FOLDER`. A process of its own, since emitters patch SDKs for good.
import { EMITTERS } from "./emitters.ts";
import { recordEmitter } from "./record-emitter.ts";

const [, , name = "", folder = ""] = process.argv;
const emitter = EMITTERS[name];
if (emitter === undefined) throw new Error(`no emitter ${name}; there are ${Object.keys(EMITTERS).join(", ")}`);
await recordEmitter(name, emitter, folder);
// Some emitters leave timers and sockets behind.
process.exit(0);
