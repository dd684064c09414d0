// The calls are made in a worker thread.
import { Worker } from "node:worker_threads";

new Worker(new URL("./chat.mjs", import.meta.url));
