// SPDX-License-Identifier: Apache-2.0
import { compiledTable } from "@outlay/pricing";

import { OLDEST_NODE, isNodeRecentEnough } from "../oldest-node.ts";
import type { DoctorWorld } from "./doctor-world.ts";
import type { Finding, Section } from "./finding.ts";
import { installedPackage } from "./installed-packages.ts";

const REGISTER = "@outlay/node/register";
const MS_PER_DAY = 86_400_000;
/** From then on costs are `stale`. */
const STALE_AFTER_DAYS = 120;

/** Node, the preload, and how old the prices are. */
export function checkRuntime(world: DoctorWorld): Section {
  return {
    title: "Runtime",
    findings: [checkNode(world), checkPackage(world), checkPreload(world), checkTable(world)],
  };
}

function checkNode({ nodeVersion }: DoctorWorld): Finding {
  if (isNodeRecentEnough(nodeVersion)) return { level: "good", text: `Node ${nodeVersion}` };
  return { level: "wrong", text: `Node ${nodeVersion}: expected ${OLDEST_NODE} or newer; nothing is traced` };
}

function checkPackage({ cwd }: DoctorWorld): Finding {
  const outlay = installedPackage("@outlay/node", cwd);
  if (outlay !== undefined) return { level: "good", text: `@outlay/node ${outlay.version} is installed` };
  return { level: "wrong", text: "@outlay/node is not installed here: npm install @outlay/node @opentelemetry/api" };
}

function checkPreload({ env }: DoctorWorld): Finding {
  if (env["OUTLAY_ENABLED"]?.toLowerCase() === "false") {
    return { level: "warning", text: "OUTLAY_ENABLED is false: Outlay does nothing" };
  }
  if (env["NODE_OPTIONS"]?.includes(REGISTER) === true)
    return { level: "good", text: "NODE_OPTIONS names the preload" };
  return {
    level: "info",
    text: `NODE_OPTIONS does not name the preload in this shell: start the program with NODE_OPTIONS="--require ${REGISTER}", or set Outlay up in its code`,
  };
}

function checkTable({ nowMs }: DoctorWorld): Finding {
  const { version, date } = compiledTable();
  const days = Math.floor((nowMs - Date.parse(date)) / MS_PER_DAY);
  if (days < STALE_AFTER_DAYS) return { level: "good", text: `price table ${version}` };
  return {
    level: "warning",
    text: `price table ${version} is ${days} days old, and costs are marked stale: update Outlay`,
  };
}
