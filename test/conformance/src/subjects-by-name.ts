// SPDX-License-Identifier: Apache-2.0
import type { Subject, Surface } from "./contract.ts";

/** How the builds of an SDK are loaded and what is tested of them. */
export interface SubjectsByName<Sdk> {
  /** Versions, by the name they have in devDependencies. */
  readonly names: readonly string[];
  readonly format: "ESM" | "CommonJS";
  readonly load: (name: string, format: "ESM" | "CommonJS") => Promise<Sdk>;
  readonly surfaces: (sdk: () => Sdk, name: string) => readonly Surface[];
}

/** One subject for each version of an SDK, all in one format. */
export function subjectsByName<Sdk>({ names, format, load, surfaces }: SubjectsByName<Sdk>): Subject[] {
  return names.map((name) => {
    let loaded: Sdk | undefined;
    const sdk = (): Sdk => {
      if (loaded === undefined) throw new Error(`${name} has not been loaded`);
      return loaded;
    };
    return {
      name: `${name}, ${format}`,
      load: async () => {
        loaded = await load(name, format);
      },
      surfaces: surfaces(sdk, name),
    };
  });
}
