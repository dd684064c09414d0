// SPDX-License-Identifier: Apache-2.0
import { isVersionInRange } from "@outlay/core";
import { outlayTargets } from "@outlay/node";
import type { OutlayConfig } from "@outlay/node";

import type { DoctorWorld } from "./doctor-world.ts";
import type { Finding, Section } from "./finding.ts";
import { installedPackage } from "./installed-packages.ts";

/** Which SDKs are installed here, and whether they are traced. */
export function checkSdks({ cwd }: DoctorWorld, config: OutlayConfig): Section {
  const findings = [...outlayTargets()].flatMap(([name, targets]) => {
    const ranges = new Map(targets.map((target) => [target.packageName, target.versions]));
    return [...ranges].flatMap(([sdk, versions]) => {
      const installed = installedPackage(sdk, cwd);
      if (installed === undefined) return [];
      return [sdkFinding(sdk, installed.version, versions, config.instrumentations[name].enabled, name)];
    });
  });
  const none: Finding = { level: "info", text: "no SDK that Outlay traces is installed here" };
  return { title: "SDKs", findings: findings.length === 0 ? [none] : findings };
}

function sdkFinding(sdk: string, version: string, range: string, enabled: boolean, name: string): Finding {
  if (!enabled) return { level: "info", text: `${sdk} ${version} is not traced: instrumentations.${name} is off` };
  if (isVersionInRange(version, range)) return { level: "good", text: `${sdk} ${version} is traced` };
  return { level: "wrong", text: `${sdk} ${version} is not traced: expected ${range}` };
}
