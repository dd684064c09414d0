// SPDX-License-Identifier: Apache-2.0
import { defineConfig } from "vitest/config";

const node = {
  environment: "node",
  setupFiles: ["./tools/property-seed.ts"],
  experimental: { viteModuleRunner: false },
  execArgv: ["--conditions=@outlay/source"],
};

export default defineConfig({
  test: {
    projects: [
      {
        test: {
          ...node,
          name: "unit",
          include: ["packages/*/test/**/*.test.ts", "test/*/test/**/*.test.ts", "tools/**/*.test.ts"],
          exclude: ["**/node_modules/**", "**/*.process.test.ts", "test/e2e/**"],
          // A slow machine is not a broken program.
          testTimeout: 30_000,
        },
      },
      {
        test: {
          ...node,
          name: "process",
          include: ["packages/*/test/**/*.process.test.ts", "test/*/test/**/*.process.test.ts"],
          exclude: ["**/node_modules/**", "test/e2e/**"],
          testTimeout: 60_000,
        },
      },
      {
        test: {
          ...node,
          name: "e2e",
          include: ["test/e2e/**/*.test.ts"],
          exclude: ["**/node_modules/**", "**/fixtures/**"],
          globalSetup: "./test/e2e/src/global-setup.ts",
          // They wait for child processes most of the time.
          maxWorkers: 3,
          sequence: { groupOrder: 1 },
          testTimeout: 300_000,
          hookTimeout: 300_000,
        },
      },
    ],
  },
});
