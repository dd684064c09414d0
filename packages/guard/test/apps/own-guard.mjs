// A user's own setup of the budget in place of the preload, in a program without any OpenTelemetry SDK.
import { createBudgetGuard } from "@outlay/budget";
import { createSqliteStore } from "@outlay/budget/sqlite";
import { enforceBudgets } from "@outlay/guard";
import { instrumentOpenAI } from "@outlay/instrumentation-openai";
import { OutlaySpanProcessor } from "@outlay/span-processor";
import OpenAI from "openai";

const definition = {
  name: "all",
  limit: { usd: Number(process.env.LIMIT_USD) },
  window: "lifetime",
  thresholds: [{ at: "100%", action: "block" }],
};
const guard = createBudgetGuard([definition], { store: createSqliteStore({ path: "budgets.db", timeoutMs: 5000 }) });
enforceBudgets(guard);
new OutlaySpanProcessor({ budgets: guard });
instrumentOpenAI(OpenAI);
