// SPDX-License-Identifier: Apache-2.0
import { context } from "@opentelemetry/api";
import type { Context } from "@opentelemetry/api";
import type * as asyncHooks from "node:async_hooks";

/** A context that a diagnostics channel has entered, and the one that was active then. */
interface Entry {
  readonly base: Context;
  readonly inside: Context;
}

/** What a diagnostics channel is bound to: makes OpenTelemetry's context follow the channel's. */
export interface ContextStore {
  /** The innermost of both: what the channel entered last, unless the program has entered something since. */
  active(): Context;
  /** What the channel is to enter. */
  entry(inside: Context): object;
  /** Runs a function in {@link active}. */
  within<T>(run: () => T): T;
}

let shared: ContextStore | undefined;

/** One for all, or `undefined` where there is no `node:async_hooks`. */
export function contextStore(): ContextStore | undefined {
  const api = process.getBuiltinModule?.("node:async_hooks");
  return api === undefined ? undefined : (shared ??= createStore(api));
}

/** The context that is active, whichever way it was entered. */
export function activeContext(): Context {
  return contextStore()?.active() ?? context.active();
}

/**
 * Up to Node 25 a channel calls the `run` of its store: OpenTelemetry's context is entered in there, and is simply active.
 * From 26 on it enters the store by itself, and who wants the context has to ask for it.
 */
function createStore({ AsyncLocalStorage }: typeof asyncHooks): ContextStore {
  class Store extends AsyncLocalStorage<Entry> implements ContextStore {
    override run<R, TArgs extends unknown[]>(entry: Entry, callback: (...args: TArgs) => R, ...args: TArgs): R {
      return super.run(entry, () => context.with(entry.inside, () => callback(...args)));
    }

    active(): Context {
      const entered = this.getStore();
      const active = context.active();
      return entered !== undefined && entered.base === active ? entered.inside : active;
    }

    entry(inside: Context): Entry {
      return { base: context.active(), inside };
    }

    within<T>(run: () => T): T {
      const inside = this.active();
      return inside === context.active() ? run() : context.with(inside, run);
    }
  }
  return new Store();
}
