// SPDX-License-Identifier: Apache-2.0
import { storedFixtures } from "@outlay-test/dialects/fixtures";

import type { SentSpan } from "./otlp-spans.ts";

/** Every span of every fixture, each by itself: with an id of its own and without a parent. */
export function dialectSpans(): readonly SentSpan[] {
  const spans = storedFixtures().flatMap(({ folder, name, fixture }) =>
    fixture.spans.map((span) => ({ ...span, name: `${folder} ${name} ${span.name}`, parentSpanId: undefined })),
  );
  return spans.map((span, index) => ({ ...span, spanId: (index + 1).toString(16).padStart(16, "0") }));
}
