// SPDX-License-Identifier: Apache-2.0
export { FileSpanExporter } from "./file-span-exporter.ts";
export type { FileSpanExporterOptions } from "./file-span-exporter.ts";
