// SPDX-License-Identifier: Apache-2.0

/** What an error of ours says. */
export interface RefusalFacts {
  /** `name` of the error. */
  readonly name: string;
  readonly message: string;
  /** Further own properties: `code`, `status`, … */
  readonly fields: Readonly<Record<string, unknown>>;
}

/**
 * Makes an error that is an instance of an SDK's own error class, without running that class's constructor: what SDKs
 * ask of it differs from version to version, and what they do in it is for errors of theirs.
 *
 * @param SdkError - Whose `instanceof` must hold.
 */
export function refusalError(SdkError: ErrorConstructor, { name, message, fields }: RefusalFacts): Error {
  const error = new Error(message);
  Object.setPrototypeOf(error, SdkError.prototype);
  Object.defineProperty(error, "name", { value: name, configurable: true, writable: true });
  return Object.assign(error, fields);
}
