// SPDX-License-Identifier: Apache-2.0

/** What a preload at work offers to other copies of this package: the preload is bundled, and what programs import is not. */
export interface Delivery {
  /** Sends what is buffered, here and in the SDK that the program registered. Never rejects. */
  deliver(): Promise<boolean>;
}

const RUNNING = Symbol.for("@outlay/node/running@1");

/** Says that a preload is at work in this thread. */
export function announceRunning(outlay: Delivery): void {
  Reflect.set(globalThis, RUNNING, outlay);
}

/** The preload at work in this thread. */
export function runningOutlay(): Delivery | undefined {
  return Reflect.get(globalThis, RUNNING) as Delivery | undefined;
}
