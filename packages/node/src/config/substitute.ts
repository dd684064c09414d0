// SPDX-License-Identifier: Apache-2.0
import type { Environment } from "./env-layer.ts";

/** A scalar of the file with the environment put in, or what kept that from happening. */
export type Substitution =
  | { readonly status: "unchanged" }
  | { readonly status: "substituted"; readonly text: string }
  | { readonly status: "failed"; readonly expected: string };

const UNCHANGED: Substitution = { status: "unchanged" };
const REFERENCE = /\$\{([^}]*)\}/g;
const INSIDE = /^(?:env:)?(?<name>[A-Za-z_]\w*)(?::-(?<fallback>[^\n]*))?$/;

/**
 * Puts environment variables into a text: `${NAME}`, `${env:NAME}`, `${NAME:-default}`; `$$` is a dollar sign.
 *
 * As in OpenTelemetry's declarative configuration (specification/configuration/data-model.md), an empty variable is
 * one that is not set and nothing is substituted twice; other than there, a variable that is missing without a default
 * is a mistake and not an empty text.
 */
export function substitute(text: string, env: Environment): Substitution {
  if (!text.includes("$")) return UNCHANGED;
  let failure: string | undefined;
  const parts = text.split("$$").map((part) => {
    return part.replaceAll(REFERENCE, (reference, inside: string) => {
      const { name, fallback } = INSIDE.exec(inside)?.groups ?? {};
      if (name === undefined) failure ??= "a reference like ${NAME} or ${NAME:-default}";
      const value = env[name ?? ""] || fallback;
      if (value === undefined)
        failure ??= `the environment variable ${name} to be set, or a default as in \${${name}:-…}`;
      return value ?? reference;
    });
  });
  if (failure !== undefined) return { status: "failed", expected: failure };
  const result = parts.join("$");
  return result === text ? UNCHANGED : { status: "substituted", text: result };
}
