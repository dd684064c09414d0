// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from "vitest";

import type { BudgetDefinition, ThresholdDefinition } from "../../src/index.ts";
import { DAY, USD, callOf, decisionOf, guardOf } from "./guarded-calls.ts";

describe("a budget that reroutes", () => {
  const thresholds: BudgetDefinition["thresholds"] = [
    { at: "50%", action: "reroute", route: "cheaper" },
    { at: "100%", action: "block" },
  ];
  const rerouting: BudgetDefinition = { ...DAY, thresholds };

  it("sends calls past its threshold to a model that is really cheaper", () => {
    const { admit } = guardOf([rerouting]);
    expect(decisionOf(admit(callOf("a", 0.5)))).toBe("admitted");
    expect(admit(callOf("b", 0.2))).toMatchObject({ decision: "rerouted", edit: { model: "cheap" } });
  });

  it("scenario 25: stays where a warm cache makes the dear model cheaper", () => {
    const { admit } = guardOf([rerouting]);
    admit(callOf("a", 0.5));
    const warm = callOf("b", 0.2, { expectedNanoUsd: (model) => (model === "dear" ? 1 : 2) });
    expect(decisionOf(admit(warm))).toBe("admitted");
  });

  it("reroutes a call that fits only so", () => {
    const { admit, standing } = guardOf([rerouting]);
    admit(callOf("a", 0.4));
    expect(admit(callOf("b", 0.9))).toMatchObject({ decision: "rerouted", edit: { model: "cheap" } });
    expect(standing()).toMatchObject({ held: 0.49 * USD });
  });

  it("scenario 25: hops once: a call to the cheap model that does not fit is refused", () => {
    const { admit } = guardOf([rerouting]);
    admit(callOf("a", 1));
    expect(decisionOf(admit(callOf("b", 0.1, { model: "cheap" })))).toBe("refused");
  });

  it("scenario 25: leaves a request alone that cannot be changed", () => {
    const { admit } = guardOf([rerouting]);
    admit(callOf("a", 0.5));
    expect(decisionOf(admit(callOf("b", 0.2, { edits: [] })))).toBe("admitted");
  });
});

describe("a budget that clamps", () => {
  const clamping: BudgetDefinition = { ...DAY, thresholds: [{ at: "100%", action: "clamp", minOutputTokens: 100 }] };

  it("lowers the output cap to what is left, to the token", () => {
    const { admit, standing } = guardOf([clamping]);
    admit(callOf("a", 0.5));
    const verdict = admit(callOf("b", 2));
    expect(verdict).toMatchObject({ decision: "clamped", edit: { maxOutputTokens: 3_000 } });
    expect(standing()).toMatchObject({ held: USD });
  });

  it("refuses where the least that is useful does not fit", () => {
    const { admit } = guardOf([clamping]);
    admit(callOf("a", 0.5));
    expect(decisionOf(admit(callOf("b", 5)))).toBe("refused");
  });

  it("gives way to a stricter budget", () => {
    const { admit } = guardOf([clamping, { ...DAY, name: "hard" }]);
    expect(decisionOf(admit(callOf("a", 2)))).toBe("refused");
  });
});

describe("a budget that escalates", () => {
  const escalating: BudgetDefinition = { ...DAY, thresholds: [{ at: "100%", action: "escalate", timeout: "15m" }] };

  it("waits without holding anything, and goes on with what was granted", async () => {
    let heldMeanwhile: unknown;
    const { guard } = guardOf([escalating], {
      approver: async ({ violations }) => {
        heldMeanwhile = (await guard.status())[0]?.held;
        return { approved: true, grant: violations[0]?.requested ?? 0 };
      },
    });
    await guard.admit(callOf("a", 0.9));
    const verdict = await guard.admit(callOf("b", 0.5));
    expect(verdict?.decision).toBe("admitted");
    expect(heldMeanwhile).toBe(0.9 * USD);
    expect(await guard.status()).toMatchObject([{ granted: 0.5 * USD, held: 1.4 * USD }]);
  });

  it.each([
    ["a no", async () => ({ approved: false }) as const],
    ["an approver that fails", () => Promise.reject(new Error("down"))],
  ])("refuses after %s", async (_name, approver) => {
    const { guard } = guardOf([escalating], { approver });
    expect((await guard.admit(callOf("a", 2)))?.refusal?.reason).toBe("budget_exceeded");
  });

  it("without anybody to ask refuses in a way that a grant resumes", async () => {
    const { guard, admit } = guardOf([escalating]);
    expect(admit(callOf("a", 2))?.refusal?.reason).toBe("approval_required");
    await guard.grant("day", {}, USD, "g1");
    await guard.grant("day", {}, USD, "g1");
    expect(decisionOf(admit(callOf("b", 2)))).toBe("admitted");
    expect(decisionOf(admit(callOf("c", 0.1)))).toBe("refused");
  });
});

describe("a soft landing", () => {
  const landing: BudgetDefinition = {
    ...DAY,
    thresholds: [{ at: "100%", action: "block", finalize: { reserve: "10%", calls: 2 } }],
  };

  it("keeps a part of the limit for the calls after the first refusal", () => {
    const { admit } = guardOf([landing]);
    const said = [0.9, 0.05, 0.03, 0.03, 0.03].map((usd, index) => decisionOf(admit(callOf(String(index), usd))));
    expect(said).toEqual(["admitted", "refused", "admitted", "admitted", "refused"]);
  });

  it("lets calls use it that say they are final", () => {
    const { admit } = guardOf([landing]);
    admit(callOf("a", 0.9));
    expect(decisionOf(admit(callOf("b", 0.1, { attributes: { "outlay.call.final": true } })))).toBe("admitted");
  });
});

describe("budgets that differ in what they do", () => {
  const rerouting = acting("rerouting", 1, [
    { at: "50%", action: "reroute", route: "cheaper" },
    { at: "100%", action: "block" },
  ]);
  const escalating = acting("escalating", 1, [{ at: "100%", action: "escalate", timeout: "15m" }]);
  const clamping = acting("clamping", 0.05, [{ at: "100%", action: "clamp", minOutputTokens: 100 }]);

  it("ask first, and reroute what then still does not fit", async () => {
    const asked: string[][] = [];
    const { guard } = guardOf([rerouting, escalating], {
      approver: ({ violations }) => {
        asked.push(violations.map(({ budget }) => budget));
        return Promise.resolve({ approved: true, grant: USD });
      },
    });
    const verdict = await guard.admit(callOf("a", 1.5));
    expect(verdict).toMatchObject({ decision: "rerouted", edit: { model: "cheap" } });
    expect(verdict?.budgets).toEqual(["rerouting", "escalating"]);
    expect(asked).toEqual([["escalating"]]);
    expect((await guard.status("rerouting"))[0]).toMatchObject({ granted: 0, held: 0.15 * USD });
  });

  it("refuse without a reroute where nobody says yes", async () => {
    const { guard } = guardOf([rerouting, escalating], { approver: () => Promise.resolve({ approved: false }) });
    const verdict = await guard.admit(callOf("a", 1.5));
    expect(verdict?.refusal?.violations.map(({ budget }) => budget)).toEqual(["rerouting", "escalating"]);
    expect(await guard.status()).toEqual([]);
  });

  it("ask nobody about a call that another budget blocks all the same", async () => {
    let asked = 0;
    const { guard } = guardOf([rerouting, escalating], {
      approver: () => {
        asked += 1;
        return Promise.resolve({ approved: true, grant: USD });
      },
    });
    expect((await guard.admit(callOf("a", 1.5, { edits: [] })))?.decision).toBe("refused");
    expect(asked).toBe(0);
  });

  it("reroute, and clamp what then still does not fit", () => {
    const { admit } = guardOf([rerouting, clamping]);
    const verdict = admit(callOf("a", 1.5));
    expect(verdict).toMatchObject({ decision: "rerouted", edit: { model: "cheap", maxOutputTokens: 3_500 } });
  });
});

function acting(name: string, usd: number, thresholds: readonly ThresholdDefinition[]): BudgetDefinition {
  return { ...DAY, name, limit: { usd }, thresholds };
}
