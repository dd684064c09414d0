// SPDX-License-Identifier: Apache-2.0

/** What the doctor looks at. */
export interface DoctorWorld {
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Folder of the project, absolute. */
  readonly cwd: string;
  /** Without the `v`. */
  readonly nodeVersion: string;
  /** Epoch milliseconds. */
  readonly nowMs: number;
}
