// SPDX-License-Identifier: Apache-2.0
import type { Attributes } from "@opentelemetry/api";
import type { Operation } from "@outlay/core";
import { GEN_AI } from "@outlay/semconv";

/** As many as OpenTelemetry's SDKs keep per instrument before they overflow. */
const MAX_SERIES = 2_000;
const OVERFLOW: Attributes = { "otel.metric.overflow": true };

interface Branch<Value> {
  readonly next: Map<unknown, Branch<Value>>;
  value?: Value;
}

/**
 * One value per combination of metric attributes, found by walking a tree of their values: no key is put together, so
 * that a call costs a few look-ups and no garbage.
 */
export class SeriesTable<Value> {
  readonly #keys: readonly string[];
  readonly #create: (attributes: Attributes) => Value;
  readonly #root: Branch<Value> = { next: new Map() };
  readonly #values: Value[] = [];
  #overflow: Value | undefined;

  /** @param keys - Attributes of the call's scope that tell series apart, beside provider, operation and model. */
  constructor(keys: readonly string[], create: (attributes: Attributes) => Value) {
    this.#keys = keys;
    this.#create = create;
  }

  of(operation: Operation): Value {
    let branch = this.#root;
    branch = this.#step(branch, operation.provider);
    branch = this.#step(branch, operation.operationName);
    branch = this.#step(branch, operation.responseModel ?? operation.requestModel);
    for (const key of this.#keys) branch = this.#step(branch, operation.attributes[key]);
    return branch.value ?? this.#add(branch, operation);
  }

  all(): Iterable<Value> {
    return this.#overflow === undefined ? this.#values : [...this.#values, this.#overflow];
  }

  #step(branch: Branch<Value>, value: unknown): Branch<Value> {
    let next = branch.next.get(value);
    if (next === undefined) {
      next = { next: new Map() };
      // Past the bound nothing grows: the branch is thrown away with the call.
      if (this.#values.length < MAX_SERIES) branch.next.set(value, next);
    }
    return next;
  }

  #add(branch: Branch<Value>, operation: Operation): Value {
    if (this.#values.length >= MAX_SERIES) return (this.#overflow ??= this.#create(OVERFLOW));
    const value = this.#create(this.#attributes(operation));
    branch.value = value;
    this.#values.push(value);
    return value;
  }

  #attributes(operation: Operation): Attributes {
    const attributes: Attributes = {
      [GEN_AI.OPERATION_NAME]: operation.operationName,
      [GEN_AI.PROVIDER_NAME]: operation.provider,
    };
    const model = operation.responseModel ?? operation.requestModel;
    if (model !== undefined) attributes[GEN_AI.RESPONSE_MODEL] = model;
    for (const key of this.#keys) {
      const value = operation.attributes[key];
      if (value !== undefined) attributes[key] = value;
    }
    return attributes;
  }
}
