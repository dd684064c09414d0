// SPDX-License-Identifier: Apache-2.0
import { randomUUID } from "node:crypto";

import type { BudgetPlan } from "../../plan.ts";
import { withDeadline } from "../deadline.ts";
import { MAX_LEASE_AGE_MS } from "../lease.ts";
import { LedgerStoreError } from "../store-error.ts";
import type { LedgerStoreProblem } from "../store-error.ts";
import { messageOf, scriptRunnerOf } from "./redis-client.ts";
import type { RedisClient, RedisScript, RunScript } from "./redis-client.ts";
import { RedisNames } from "./redis-names.ts";
import { SCRIPTS } from "./scripts.ts";

/** How a ledger is reached. */
export interface RedisLineOptions {
  /**
   * Begins every key. Its hash tag keeps all keys in one slot of a cluster: what one call touches must be decided at
   * once. @defaultValue `"{outlay-budget}"`
   */
  readonly prefix?: string | undefined;
  /** Longest time an admission waits for the store, all tries together. @defaultValue `150` */
  readonly timeoutMs?: number | undefined;
  /** Age after which a lease ends however often it was extended. @defaultValue 24 hours */
  readonly maxLeaseAgeMs?: number | undefined;
  /** A clock for tests. @defaultValue the server's, which is the same for all processes */
  readonly now?: (() => number) | undefined;
}

/** One step, ready to be sent. */
export interface RedisRequest {
  readonly script: RedisScript;
  /** Besides `meta`, which is always the first. */
  readonly keys: readonly string[];
  /** Behind prefix and time. */
  readonly values: readonly string[];
}

/** What the caller knew of the store when it asked: the epoch, and how many steps it had seen taken. */
type Seen = readonly [epoch: string, steps: string];

const TIMEOUT_MS = 150;
/** How often what must not be lost is sent, each time with the whole timeout. */
const MAX_TRIES = 4;

/** The way to the server: deadlines, repetition, and whether it still knows what it has said. */
export class RedisLine {
  readonly names: RedisNames;
  readonly maxLeaseAgeMs: number;
  readonly #run: RunScript;
  readonly #timeoutMs: number;
  readonly #now: (() => number) | undefined;
  readonly #known = new Set<string>();
  #epoch: string | undefined;
  #steps = 0;

  constructor(client: RedisClient, { prefix = "{outlay-budget}", ...options }: RedisLineOptions) {
    if (!/\{[^}]+\}/.test(prefix)) throw new TypeError(`The prefix has no hash tag, such as {budget}: ${prefix}`);
    this.maxLeaseAgeMs = options.maxLeaseAgeMs ?? MAX_LEASE_AGE_MS;
    this.names = new RedisNames(prefix, this.maxLeaseAgeMs);
    this.#run = scriptRunnerOf(client);
    this.#timeoutMs = options.timeoutMs ?? TIMEOUT_MS;
    this.#now = options.now;
  }

  /** Takes a step that somebody waits for: twice within the timeout, since an answer can be lost that was given. */
  async ask(plans: readonly BudgetPlan[], request: (seen: Seen) => RedisRequest): Promise<unknown> {
    const endsAtMs = performance.now() + this.#timeoutMs;
    try {
      return await this.#once(plans, request, this.#timeoutMs / 2);
    } catch (error) {
      const leftMs = endsAtMs - performance.now();
      if (!mayRepeat(error) || leftMs <= 1) throw error;
      return this.#once(plans, request, leftMs);
    }
  }

  /** Takes a step that must not be lost and that nobody waits for. */
  async insist(plans: readonly BudgetPlan[], request: (seen: Seen) => RedisRequest): Promise<unknown> {
    for (let tries = 1; ; tries += 1) {
      try {
        return await this.#once(plans, request, this.#timeoutMs);
      } catch (error) {
        if (!mayRepeat(error) || tries >= MAX_TRIES) throw error;
      }
    }
  }

  /** Notes how far the store has come: when it is ever behind that, it has forgotten something. */
  sawStep(taken: string): void {
    this.#steps = Math.max(this.#steps, Number(taken));
  }

  /** Takes the store for what it is now. */
  async recover(epoch: string): Promise<string> {
    const [known] = await this.#open(epoch, [], this.#timeoutMs);
    return known;
  }

  async #once(
    plans: readonly BudgetPlan[],
    request: (seen: Seen) => RedisRequest,
    timeoutMs: number,
  ): Promise<unknown> {
    const startedMs = performance.now();
    const unknown = plans.filter((plan) => !this.#known.has(this.names.plan(plan).id));
    if (this.#epoch === undefined || unknown.length > 0) await this.#introduce(unknown, timeoutMs);
    const leftMs = Math.max(1, timeoutMs - (performance.now() - startedMs));
    return this.#send(request([this.#epoch ?? "", String(this.#steps)]), leftMs);
  }

  /** Tells the store of budgets, and takes its epoch when this is the first time. */
  async #introduce(plans: readonly BudgetPlan[], timeoutMs: number): Promise<void> {
    const epoch = this.#epoch;
    const [known] = await this.#open(epoch ?? randomUUID(), plans, timeoutMs);
    // A store that begins anew under our feet is lost, not opened: the next step must say so.
    if (epoch !== undefined && known !== epoch) this.#epoch = epoch;
  }

  async #open(epoch: string, plans: readonly BudgetPlan[], timeoutMs: number): Promise<readonly [epoch: string]> {
    const named = plans.map((plan) => this.names.plan(plan));
    const values = [epoch, ...named.flatMap(({ id, stored }) => [id, stored])];
    const answer = await this.#send({ script: SCRIPTS.open, keys: [], values }, timeoutMs);
    const [known, taken] = answer as [string, string];
    if (known !== this.#epoch) {
      this.#known.clear();
      this.#steps = 0;
    }
    this.#epoch = known;
    for (const { id } of named) this.#known.add(id);
    this.sawStep(taken);
    return [known];
  }

  async #send({ script, keys, values }: RedisRequest, timeoutMs: number): Promise<unknown> {
    const head = [this.names.prefix, this.#now === undefined ? "" : String(this.#now())];
    try {
      return await withDeadline(() => this.#run(script, [this.names.meta, ...keys], [...head, ...values]), timeoutMs);
    } catch (error) {
      throw error instanceof LedgerStoreError ? error : new LedgerStoreError(problemOf(messageOf(error)), error);
    }
  }
}

function mayRepeat(error: unknown): boolean {
  return error instanceof LedgerStoreError && (error.problem === "timeout" || error.problem === "unreachable");
}

const PROBLEMS: readonly (readonly [RegExp, LedgerStoreProblem])[] = [
  [/\bREADONLY\b|\bReadOnly\b|\bMISCONF\b|\bNOREPLICAS\b/, "read_only"],
  [/\bOOM\b|\bOutOfMemory\b/, "out_of_memory"],
  [/\bLOADING\b|\bBUSY\b|\bMASTERDOWN\b|\bCLUSTERDOWN\b|\bTRYAGAIN\b|\bBusyLoading/, "unreachable"],
  [/\bERR\b|\bCROSSSLOT\b|\bCrossSlot\b|\bWRONGTYPE\b|\bNOPERM\b|\bNOAUTH\b|ResponseError|user_script/, "refused"],
];

/** Sorts what clients say. What is none of the server's words is a word about the connection. */
function problemOf(message: string): LedgerStoreProblem {
  return PROBLEMS.find(([pattern]) => pattern.test(message))?.[1] ?? "unreachable";
}
