// SPDX-License-Identifier: Apache-2.0
import { startFakeProvider } from "@outlay-test/fake-provider";
import type { FakeProvider } from "@outlay-test/fake-provider";
import { observeOperations } from "@outlay/core";
import type { MethodTarget, SdkInstrumentation } from "@outlay/core";
import { describe, expect, it } from "vitest";

/** An explicit function, and the SDK that it is given. */
export interface ExplicitContract<Sdk> {
  /** Versions by the name they have in devDependencies, the newest last. */
  readonly names: readonly string[];
  load(name: string, format: "ESM" | "CommonJS"): Promise<Sdk>;
  instrument(classOrClient: object): SdkInstrumentation;
  classOf(sdk: Sdk): object;
  /** Where the paths to classes begin. @defaultValue the class */
  pathsFrom?(sdk: Sdk): object;
  connect(sdk: Sdk, provider: FakeProvider): object;
  ask(client: object, model: string): PromiseLike<unknown>;
  readonly targets: readonly MethodTarget[];
}

/** Declares the tests of an explicit function: a class and a client can be named, and targets are where they say. */
export function describeExplicit<Sdk>(contract: ExplicitContract<Sdk>): void {
  describe.each(contract.names)("%s, loaded before anything of ours", (name) => {
    it("is traced by its class and by a client, until disabled", async () => {
      await using provider = await startFakeProvider();
      const models: (string | undefined)[] = [];
      const stop = observeOperations({ operationEnded: ({ requestModel }) => models.push(requestModel) });
      const sdk = await contract.load(name, "ESM");
      const ask = (model: string): PromiseLike<unknown> => contract.ask(contract.connect(sdk, provider), model);

      await ask("not traced");
      const byClass = contract.instrument(contract.classOf(sdk));
      await ask("by class");
      byClass.disable();
      await ask("disabled");
      const byClient = contract.instrument(contract.connect(sdk, provider));
      await ask("by client");
      byClient.disable();
      stop();

      expect(models).toEqual(["by class", "by client"]);
    });
  });

  describe("targets", () => {
    it("of the newest version name a class each, under the path they give", async () => {
      await using provider = await startFakeProvider();
      const sdk = await contract.load(contract.names.at(-1) ?? "", "CommonJS");
      const client = contract.connect(sdk, provider);
      const newest = contract.targets.filter(({ versions }) => /<\d+$/.test(versions));
      for (const { classPath, clientPath, className, method } of newest) {
        const at = (root: unknown, path: readonly string[]): unknown =>
          path.reduce<unknown>((value, key) => Reflect.get(Object(value), key), root);
        const found = at(contract.pathsFrom?.(sdk) ?? contract.classOf(sdk), classPath);
        const resource = at(client, clientPath);
        expect(found).toHaveProperty("name", className);
        expect(resource).toBeInstanceOf(found);
        expect(resource).toHaveProperty(method);
      }
    });

    it("belong to versions with an upper bound", () => {
      for (const { versions } of contract.targets) expect(versions).toMatch(/^>=\d+\.\d+\.\d+ <\d+/);
    });
  });
}
