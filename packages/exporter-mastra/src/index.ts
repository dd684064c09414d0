// SPDX-License-Identifier: Apache-2.0
export { MastraExporter } from "./mastra-exporter.ts";
export type { MastraSpanIds } from "./mastra-exporter.ts";
